package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hakmem.api.DoubleFreeException;
import hakmem.api.Hakmem;
import hakmem.api.InvalidFreeException;
import hakmem.api.OffHeapOutOfMemoryError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors name what they are about in words of users, and the allocator goes on as if they had not been. */
class ErrorMessagesTest {
    private static final long LIMIT = 64 << 20;

    private final MallocAllocator allocator =
            (MallocAllocator) Hakmem.builder().limit(LIMIT).build();

    @AfterEach
    void validateAndClose() {
        allocator.validate();
        allocator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "100, 112 bytes",
        "30000, 32768 bytes",
        "40000, 65536 bytes",
        "300000, 327680 bytes",
        "3000000, 3002368 bytes"
    })
    void aBadFreeNamesAddressAndSizes(long byteSize, String blockSize) {
        long block = allocator.malloc(byteSize);
        String address = "0x%x".formatted(block);

        InvalidFreeException interior = refused(block + 1);
        assertThat(interior)
                .isNotInstanceOf(DoubleFreeException.class)
                .hasMessageContainingAll("0x%x".formatted(block + 1), address, blockSize, "1 byte");
        allocator.free(block);
        InvalidFreeException second = refused(block);
        assertThat(second).isInstanceOf(DoubleFreeException.class).hasMessageContainingAll(address, blockSize, "freed");
        InvalidFreeException afterwards = refused(block + 16);
        for (InvalidFreeException e : new InvalidFreeException[] {interior, second, afterwards}) {
            assertThat(e.getMessage()).doesNotContain(" 1 bytes", "65520", "ACTIVE", "EMPTY", "null");
        }
        assertThat(allocator.stats().liveBlocks()).isZero();
        allocator.free(allocator.malloc(byteSize));
    }

    @Test
    void theOwnerOfASlabIsNamed() {
        long block = allocator.malloc(100);
        assertThat(refused(block + 8))
                .hasMessageContaining(
                        "owned by thread \"" + Thread.currentThread().getName() + "\"");
        allocator.free(block);
    }

    @Test
    void noMemorySaysWhatWasAskedForAndWhatThereIs() {
        long block = allocator.malloc(1000);
        OffHeapOutOfMemoryError error =
                catchThrowableOfType(OffHeapOutOfMemoryError.class, () -> allocator.malloc(LIMIT + 1));
        assertThat(error)
                .hasMessageContainingAll(
                        "%d bytes".formatted(LIMIT + 1), "limit " + LIMIT, "committed ", "live 1024 bytes");
        allocator.free(block);
    }

    private InvalidFreeException refused(long address) {
        InvalidFreeException e = catchThrowableOfType(InvalidFreeException.class, () -> allocator.free(address));
        assertThat(e.address()).isEqualTo(address);
        allocator.validate();
        return e;
    }
}
