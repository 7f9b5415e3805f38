package hakmem.malloc.hardened;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.DoubleFreeException;
import hakmem.api.Hardening;
import hakmem.api.WriteAfterFreeException;
import hakmem.malloc.Inside;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A block that was taken from its user, and for whose way on there is no room on the Java heap. */
class PostponedFreesTest {
    private static final long[] SIZES = {100, 20_000, 100_000, 3 << 20};

    private boolean full;

    @ParameterizedTest
    @ValueSource(strings = {"poison", "guard", "random", "quarantine", "true"})
    void itGoesBackWithTheNextTry(String options) {
        try (HardenedAllocator allocator =
                new HardenedAllocator(withoutRoom(Inside.substrate(64 << 20)), Hardening.parse(options))) {
            for (long size : SIZES) {
                long block = allocator.malloc(size);
                full = true;
                allocator.free(block);
                tryTrim(allocator);
                assertThatThrownBy(() -> allocator.free(block)).isInstanceOf(DoubleFreeException.class);
                assertThat(allocator.stats().liveBlocks()).isZero();
                assertThat(allocator.stats().quarantinedBlocks()).isEqualTo(1);
                allocator.validate();

                full = false;
                allocator.trim();
                assertThat(allocator.stats().quarantinedBlocks()).isZero();
                assertThat(allocator.stats().committedBytes()).isZero();
                allocator.validate();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"poison", "true"})
    void whatIsWrittenMeanwhileIsFound(String options) {
        try (HardenedAllocator allocator =
                new HardenedAllocator(withoutRoom(Inside.substrate(64 << 20)), Hardening.parse(options))) {
            long block = allocator.malloc(100);
            full = true;
            allocator.free(block);
            tryTrim(allocator);
            allocator.segment(block, 100).set(ValueLayout.JAVA_BYTE, 7, (byte) 1);
            full = false;
            assertThatThrownBy(allocator::trim)
                    .isInstanceOf(WriteAfterFreeException.class)
                    .hasMessageContaining("7 bytes after its start");
            assertThat(allocator.stats().quarantinedBlocks()).isZero();
            allocator.validate();
        }
    }

    /** It fails where blocks are kept in reserve, which stay there. */
    private static void tryTrim(HardenedAllocator allocator) {
        try {
            allocator.trim();
        } catch (OutOfMemoryError e) {
            assertThat(e).hasMessage("as if");
        }
    }

    private Substrate withoutRoom(Substrate beneath) {
        return (Substrate) Proxy.newProxyInstance(
                Substrate.class.getClassLoader(), new Class<?>[] {Substrate.class}, (proxy, method, arguments) -> {
                    if (full && method.getName().equals("prepareFree")) {
                        throw new OutOfMemoryError("as if");
                    }
                    try {
                        return method.invoke(beneath, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
