package hakmem.malloc.hardened;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import hakmem.api.Hardening;
import hakmem.api.InvalidFreeException;
import hakmem.api.OffHeapOutOfMemoryError;
import hakmem.api.OverrunException;
import hakmem.malloc.Inside;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Large blocks that are guarded keep their contents and their guard through every change of size. */
class GuardedReallocationTest {
    private static final long SEED = 20261123;
    private static final long MEGABYTE = 1 << 20;

    /** From a small block, of 32 KiB with its guard at most, to one of megabytes and back. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"posix; guard", "mapped; guard", "posix; guard,poison,quarantine", "posix; true", "mapped; true"})
    void contentsAndGuardAreWhereTheBlockIs(String source, String hardening) throws IOException {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        try (Allocator allocator = Inside.open("recycling", source, hardening)) {
            MemorySegment block = allocator.allocate(50_000);
            long written = 0;
            for (int step = 0; step < 300; step++) {
                long oldSize = block.byteSize();
                for (; written < oldSize; written += 509) {
                    block.set(ValueLayout.JAVA_BYTE, written, contents(written));
                }
                long newSize = switch (random.nextInt(6)) {
                    case 0 -> 1 + random.nextInt(32 << 10);
                    case 1 -> oldSize + random.nextInt(5000); // within its pages, perhaps
                    case 2 -> Math.max(1, oldSize - random.nextInt(5000));
                    case 3 -> oldSize + 16 & -4096; // so that the guard begins with a page, or just before
                    default -> 1 + random.nextInt((int) (4 * MEGABYTE));
                };
                block = allocator.reallocate(block, newSize);
                assertThat(block.byteSize()).isEqualTo(newSize);
                assertThat(allocator.usableSize(block.address())).isEqualTo(newSize);
                for (long i = 0; i < Math.min(written, newSize); i += 509) {
                    assertThat(block.get(ValueLayout.JAVA_BYTE, i)).isEqualTo(contents(i));
                }
                written = Math.min(written, (newSize + 508) / 509 * 509);
                requireGuard(allocator, block);
            }
            allocator.free(block);
            Inside.validate(allocator);
            assertThat(allocator.stats().liveBlocks()).isZero();
        }
    }

    /** The last byte is the user's, the next one is not, and behind that nobody may go. */
    private static void requireGuard(Allocator allocator, MemorySegment block) throws IOException {
        long end = block.byteSize();
        if (end > 0) {
            block.set(ValueLayout.JAVA_BYTE, end - 1, contents(end - 1));
        }
        MemorySegment guard = Inside.memory(allocator, block.address(), end + 1);
        byte canary = guard.get(ValueLayout.JAVA_BYTE, end);
        guard.set(ValueLayout.JAVA_BYTE, end, (byte) ~canary);
        assertThat(catchThrowableOfType(
                                OverrunException.class, () -> allocator.realloc(block.address(), end + MEGABYTE))
                        .offset())
                .isEqualTo(end);
        guard.set(ValueLayout.JAVA_BYTE, end, canary);
        boolean mapped = end + Canary.LEAST > 32 << 10;
        if (mapped
                && Files.isReadable(AddressSpace.MAPS)
                && allocator.stats().memorySource().equals("posix")) {
            long last = block.address() + end - 1;
            long wanted = end + Canary.LEAST + 4095 & -4096;
            assertThat(AddressSpace.permissionsAt(last)).startsWith("rw");
            assertThat(AddressSpace.firstInaccessible(last) - block.address())
                    .as("bytes of the mapping, of which a quarter may be too many for %d", wanted)
                    .isBetween(wanted, wanted + wanted / 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "mapped"})
    void aLargeBlockThatWasWrittenBehindIsNotResized(String source) {
        try (Allocator allocator = Inside.open("recycling", source, "guard")) {
            for (long newSize : new long[] {100, 1_499_990, 1_500_001, 3_000_000}) {
                MemorySegment block = allocator.allocate(1_500_000);
                block.fill((byte) 5);
                Inside.memory(allocator, block.address(), 1_500_001).set(ValueLayout.JAVA_BYTE, 1_500_000, (byte) 0);

                OverrunException found =
                        catchThrowableOfType(OverrunException.class, () -> allocator.reallocate(block, newSize));

                assertThat(found.offset()).isEqualTo(1_500_000);
                assertThat(allocator.usableSize(block.address())).isEqualTo(1_500_000);
                assertThat(block.get(ValueLayout.JAVA_BYTE, 1_499_999)).isEqualTo((byte) 5);
                assertThat(allocator.stats().liveBlocks()).isEqualTo(1);
                assertThatThrownBy(() -> allocator.free(block)).isInstanceOf(OverrunException.class);
                assertThat(allocator.stats().liveBlocks()).isZero();
            }
            Inside.validate(allocator);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "mapped"})
    void aResizeThatIsRefusedLeavesTheBlockAndItsGuard(String source) throws IOException {
        try (Allocator allocator = Hakmem.builder()
                .memorySource(source)
                .limit(16 * MEGABYTE)
                .hardened(Set.of(Hardening.GUARD))
                .build()) {
            for (long size : new long[] {100_000, 3 * MEGABYTE}) {
                MemorySegment block = allocator.allocate(size);
                block.set(ValueLayout.JAVA_BYTE, size - 2, (byte) 5);

                assertThatThrownBy(() -> allocator.reallocate(block, 17 * MEGABYTE))
                        .isInstanceOf(OffHeapOutOfMemoryError.class);

                assertThat(allocator.usableSize(block.address())).isEqualTo(size);
                assertThat(block.get(ValueLayout.JAVA_BYTE, size - 2)).isEqualTo((byte) 5);
                assertThat(allocator.stats().liveBlocks()).isEqualTo(1);
                requireGuard(allocator, block);
                MemorySegment resized = allocator.reallocate(block, size + 5000);
                assertThat(resized.get(ValueLayout.JAVA_BYTE, size - 2)).isEqualTo((byte) 5);
                requireGuard(allocator, resized);
                allocator.free(resized);
                Inside.validate(allocator);
            }
        }
    }

    /** Of a resize and a free, one comes first; the other is refused, or is about the block as it is then. */
    @Test
    @Timeout(120)
    void aResizeAndAFreeAtOnceLeaveOneBlockOrNone() throws Exception {
        try (Allocator allocator = Inside.open("recycling", "posix", "guard")) {
            for (int round = 0; round < 300; round++) {
                long size = 100_000L + round;
                long newSize = round % 2 == 0 ? size + 100 : 3 * size;
                long block = allocator.malloc(size);
                List<Long> outcome = Together.run(2, number -> {
                    try {
                        if (number == 0) {
                            return allocator.realloc(block, newSize);
                        }
                        allocator.free(block);
                        return block;
                    } catch (InvalidFreeException e) {
                        return 0L;
                    }
                });
                long resized = outcome.get(0);
                boolean freed = outcome.get(1) != 0;
                assertThat(resized != 0 || freed).as("one was not refused").isTrue();
                if (allocator.stats().liveBlocks() == 1) {
                    assertThat(resized).as("what is live").isNotZero();
                    assertThat(freed).isFalse();
                    allocator.free(resized);
                } else {
                    assertThat(freed).as("nothing is live").isTrue();
                }
                assertThat(allocator.stats().liveBlocks()).isZero();
            }
            Inside.validate(allocator);
        }
    }

    private static byte contents(long offset) {
        return (byte) ((offset * 0x2545_f491_4f6c_dd1dL) >>> 33);
    }
}
