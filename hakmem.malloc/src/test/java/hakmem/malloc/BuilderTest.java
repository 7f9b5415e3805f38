package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import hakmem.api.spi.AllocatorProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BuilderTest {
    @AfterEach
    void clearProperties() {
        for (String property : new String[] {
            Hakmem.POOL_PROPERTY, Hakmem.MEMORY_PROPERTY, Hakmem.LIMIT_PROPERTY, Hakmem.HARDENED_PROPERTY
        }) {
            System.clearProperty(property);
        }
    }

    @Test
    void theDefaultIsRecyclingOnPosix() {
        try (Allocator allocator = Hakmem.builder().build()) {
            assertThat(allocator.stats().poolStrategy()).isEqualTo("recycling");
            assertThat(allocator.stats().memorySource()).isEqualTo("posix");
        }
    }

    @Test
    void unknownNamesAreRefusedWithThoseFound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hakmem.builder().pool("nonesuch").build())
                .withMessageContaining("nonesuch")
                .withMessageContaining("fixed, locked, recycling");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hakmem.builder().memorySource("nonesuch").build())
                .withMessageContaining("nonesuch")
                .withMessageContaining("mapped, posix");
    }

    @Test
    void limitsMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> Hakmem.builder().limit(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Hakmem.builder().limit(-1));
    }

    @Test
    void systemPropertiesSetTheDefaults() {
        System.setProperty(Hakmem.POOL_PROPERTY, "locked");
        System.setProperty(Hakmem.MEMORY_PROPERTY, "mapped");
        System.setProperty(Hakmem.LIMIT_PROPERTY, "4m");
        try (Allocator allocator = Hakmem.builder().build()) {
            assertThat(allocator.stats().poolStrategy()).isEqualTo("locked");
            assertThat(allocator.stats().memorySource()).isEqualTo("mapped");
            assertThatThrownBy(() -> allocator.malloc(5 << 20)).hasMessageContaining("limit 4194304");
        }
        try (Allocator allocator = Hakmem.builder().pool("fixed").build()) {
            assertThat(allocator.stats().poolStrategy()).isEqualTo("fixed");
        }
    }

    @Test
    void badSystemPropertiesAreRefused() {
        System.setProperty(Hakmem.LIMIT_PROPERTY, "much");
        assertThatIllegalArgumentException().isThrownBy(Hakmem::builder).withMessageContaining("much");
        System.setProperty(Hakmem.LIMIT_PROPERTY, "1g");
        System.setProperty(Hakmem.HARDENED_PROPERTY, "maybe");
        assertThatIllegalArgumentException().isThrownBy(Hakmem::builder).withMessageContaining("maybe");
    }

    @Test
    void theAllocatorOfTheProcessIsOneAndIsNotClosed() {
        Allocator allocator = Hakmem.allocator();
        assertThat(Hakmem.allocator()).isSameAs(allocator);
        assertThatThrownBy(allocator::close).isInstanceOf(UnsupportedOperationException.class);
        allocator.free(allocator.malloc(10));
    }

    @Test
    void moduleAndClassPathNameTheSameProvider() throws IOException {
        try (InputStream services =
                MallocProvider.class.getResourceAsStream("/META-INF/services/" + AllocatorProvider.class.getName())) {
            String named = new String(services.readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(named).isEqualTo(MallocProvider.class.getName());
        }
        assertThat(MallocProvider.class.getModule().getDescriptor().provides()).anySatisfy(provides -> {
            assertThat(provides.service()).isEqualTo(AllocatorProvider.class.getName());
            assertThat(provides.providers()).containsExactly(MallocProvider.class.getName());
        });
    }
}
