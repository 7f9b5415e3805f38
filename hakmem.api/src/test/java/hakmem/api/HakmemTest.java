package hakmem.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import hakmem.api.spi.AllocatorOptions;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The door without anything behind it: no implementation is on this module's path. */
class HakmemTest {
    @Test
    void withoutAnImplementationTheMessageSaysWhatIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Hakmem.builder().build())
                .withMessageContaining("hakmem.malloc");
    }

    @Test
    void theProcessWideAllocatorSaysTheSameAtEveryCall() {
        for (int i = 0; i < 3; i++) {
            assertThatIllegalStateException().isThrownBy(Hakmem::allocator).withMessageContaining("hakmem.malloc");
        }
    }

    @Test
    void aDoubleFreeIsAnInvalidFreeIsAnIllegalArgument() {
        DoubleFreeException exception = new DoubleFreeException(0x1230, "freed twice");
        assertThat(exception).isInstanceOf(InvalidFreeException.class).isInstanceOf(IllegalArgumentException.class);
        assertThat(exception.address()).isEqualTo(0x1230);
    }

    @Test
    void optionsRefuseALimitThatIsNotPositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllocatorOptions(Optional.empty(), Optional.empty(), 0, false, false));
    }
}
