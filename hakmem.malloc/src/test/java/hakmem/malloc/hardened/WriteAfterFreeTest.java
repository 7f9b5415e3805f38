package hakmem.malloc.hardened;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hakmem.api.Allocator;
import hakmem.api.MemoryCorruptionException;
import hakmem.api.WriteAfterFreeException;
import hakmem.malloc.Inside;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written to a block after its free is found when the block is handed out again, or leaves the quarantine. */
class WriteAfterFreeTest {
    private static final int ROUNDS = 100_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "posix; poison; 100",
                "mapped; poison; 100",
                "posix; poison; 32768",
                "posix; poison,random; 100",
                "posix; poison,guard; 100",
                "posix; true; 16",
                "posix; true; 5000",
                "mapped; true; 100"
            })
    void aWriteIsReportedWithAddressClassOffsetAndBytes(String source, String hardening, long size) {
        try (Allocator allocator = Inside.open("recycling", source, hardening)) {
            MemorySegment block = allocator.allocate(size, 1);
            allocator.free(block);
            block.set(ValueLayout.JAVA_INT_UNALIGNED, 9, 0x44332211);
            WriteAfterFreeException found = churnUntilFound(allocator, size);
            assertThat(found.address()).isEqualTo(block.address());
            assertThat(found.offset()).isEqualTo(9);
            assertThat(found.found()).startsWith(0x11, 0x22, 0x33, 0x44);
            assertThat(found)
                    .hasMessageContaining("0x%x".formatted(block.address()))
                    .hasMessageContaining("size class")
                    .hasMessageContaining("9 bytes after its start")
                    .hasMessageContaining("11 22 33 44");
            Inside.validate(allocator);
            goesOn(allocator, size);
        }
    }

    /** Blocks of one size come and go until one of them is the one written to. */
    private static WriteAfterFreeException churnUntilFound(Allocator allocator, long size) {
        try {
            for (int i = 0; i < ROUNDS; i++) {
                allocator.free(allocator.malloc(size));
            }
        } catch (WriteAfterFreeException e) {
            return e;
        }
        throw new AssertionError("nothing was found in " + ROUNDS + " rounds");
    }

    private static void goesOn(Allocator allocator, long size) {
        Set<Long> blocks = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            assertThat(blocks.add(allocator.malloc(size))).isTrue();
        }
        blocks.forEach(allocator::free);
        assertThat(allocator.stats().liveBlocks()).isZero();
        Inside.validate(allocator);
        allocator.trim();
    }

    @Test
    void aSingleByteIsEnoughEvenTheLast() {
        try (Allocator allocator = Inside.open("recycling", "posix", "poison")) {
            long block = allocator.malloc(1000);
            long usable = allocator.usableSize(block);
            allocator.free(block);
            Inside.memory(allocator, block, usable).set(ValueLayout.JAVA_BYTE, usable - 1, (byte) 0);
            WriteAfterFreeException found =
                    catchThrowableOfType(WriteAfterFreeException.class, () -> allocator.malloc(1000));
            assertThat(found.offset()).isEqualTo(usable - 1);
            assertThat(found.found()).containsExactly(0);
            assertThat(allocator.stats().liveBlocks()).isZero();
            // The same block, sound again.
            long again = allocator.malloc(1000);
            assertThat(again).isEqualTo(block);
            allocator.free(again);
        }
    }

    @Test
    void freedBlocksReadAsPoison() {
        try (Allocator allocator = Inside.open("recycling", "posix", "poison")) {
            MemorySegment block = allocator.allocate(64, 8);
            block.fill((byte) 1);
            allocator.free(block);
            assertThat(block.toArray(ValueLayout.JAVA_BYTE)).containsOnly(Poison.BYTE);
        }
    }

    /** With nothing written, nothing is found: not in fresh slabs, nor in such as had another class, or no memory for a while. */
    @ParameterizedTest
    @ValueSource(strings = {"posix", "mapped"})
    void whatOtherSizesLeaveIsNoWrite(String source) {
        try (Allocator allocator = Inside.open("recycling", source, "poison")) {
            for (int round = 0; round < 6; round++) {
                for (long size : new long[] {24, 1000, 33, 20_000, 400_000, 5000}) {
                    List<MemorySegment> blocks = new ArrayList<>();
                    for (int i = 0; i < Math.min(3000, 4_000_000 / size); i++) {
                        MemorySegment block = allocator.allocate(size, 1);
                        block.fill((byte) i);
                        blocks.add(block);
                    }
                    blocks.forEach(allocator::free);
                    if (round % 2 == 0) {
                        allocator.trim();
                    }
                }
                Inside.validate(allocator);
            }
        }
    }

    /** The poison of slabs that nobody uses goes with their memory, while a block keeps the SuperSlab. */
    @ParameterizedTest
    @ValueSource(strings = {"poison", "true"})
    void whatWasDiscardedIsNoWrite(String hardening) {
        try (Allocator allocator = Inside.open("recycling", "posix", hardening)) {
            long kept = allocator.malloc(48);
            for (int round = 0; round < 4; round++) {
                for (long size : new long[] {24, 1000, 6000}) {
                    List<MemorySegment> blocks = new ArrayList<>();
                    for (long bytes = 0; bytes < 1 << 20; bytes += size) {
                        MemorySegment block = allocator.allocate(size, 1);
                        block.fill((byte) 1);
                        blocks.add(block);
                    }
                    blocks.forEach(allocator::free);
                    allocator.trim();
                    assertThat(allocator.stats().superSlabs()).isPositive();
                }
            }
            allocator.free(kept);
            Inside.validate(allocator);
        }
    }

    /** A slab of small blocks becomes part of a large one, whose user writes it, and then is one of the same blocks again. */
    @Test
    void whatALargeBlockLeavesIsNoWrite() {
        try (Allocator allocator = Inside.open("recycling", "posix", "poison")) {
            for (int round = 0; round < 4; round++) {
                for (long size : new long[] {10_000, 1 << 20, 10_000, 200_000}) {
                    List<MemorySegment> blocks = new ArrayList<>();
                    for (long bytes = 0; bytes < 6 << 20; bytes += size) {
                        MemorySegment block = allocator.allocate(size, 1);
                        block.fill((byte) 1);
                        blocks.add(block);
                    }
                    blocks.forEach(allocator::free);
                }
            }
            Inside.validate(allocator);
        }
    }

    /** Blocks of a size lie elsewhere in a slab when it is another part of what several slabs make. */
    @Test
    void whatTheSameSizeLeavesElsewhereIsNoWrite() {
        Random random = new Random(9876);
        try (Allocator allocator = Inside.open("recycling", "posix", "poison")) {
            List<MemorySegment> blocks = new ArrayList<>();
            for (int round = 0; round < 400; round++) {
                long size = new long[] {4000, 6000, 12_000, 20_000, 24_000, 28_000}[random.nextInt(6)];
                for (int i = random.nextInt(60); i >= 0; i--) {
                    MemorySegment block = allocator.allocate(size, 1);
                    block.fill((byte) round);
                    blocks.add(block);
                }
                Collections.shuffle(blocks, random);
                List<MemorySegment> freed = blocks.subList(random.nextInt(1 + blocks.size() / 2), blocks.size());
                freed.forEach(allocator::free);
                freed.clear();
            }
            Inside.validate(allocator);
        }
    }

    /** A block that ends in the next slab, and that slab part of a large block meanwhile, which moves when it grows. */
    @Test
    void whatALargeBlockLeavesInTheNextSlabIsNoWrite() {
        Random random = new Random(1234);
        try (Allocator allocator = Inside.open("recycling", "posix", "poison")) {
            long keeps = allocator.malloc(16); // the SuperSlab its memory
            for (int round = 0; round < 2000; round++) {
                List<MemorySegment> blocks = new ArrayList<>();
                long size = random.nextBoolean() ? 28_000 : 5000;
                for (int i = random.nextInt(40); i >= 0; i--) {
                    MemorySegment block = allocator.allocate(size, 1);
                    block.fill((byte) 2);
                    blocks.add(block);
                }
                MemorySegment large = allocator.allocate(random.nextInt(70_000, 200_000), 1);
                large.fill((byte) 1);
                MemorySegment larger = allocator.reallocate(large, 400_000);
                blocks.forEach(allocator::free);
                allocator.free(larger);
                if (random.nextInt(4) == 0) {
                    allocator.trim(); // what is current goes back
                }
            }
            allocator.free(keeps);
            Inside.validate(allocator);
        }
    }

    @Test
    void trimLooksAtWhatIsInTheQuarantineAndGivesBackAllTheSame() {
        try (Allocator allocator = Inside.open("recycling", "posix", "poison,quarantine")) {
            MemorySegment first = allocator.allocate(100);
            MemorySegment second = allocator.allocate(200);
            MemorySegment large = allocator.allocate(200_000);
            for (MemorySegment block : List.of(first, second, large)) {
                allocator.free(block);
                block.set(ValueLayout.JAVA_BYTE, 3, (byte) 3);
            }
            assertThat(allocator.stats().quarantinedBlocks()).isEqualTo(3);
            MemoryCorruptionException found = catchThrowableOfType(MemoryCorruptionException.class, allocator::trim);
            assertThat(found.getSuppressed()).hasSize(2);
            assertThat(allocator.stats().quarantinedBlocks()).isZero();
            assertThat(allocator.stats().committedBytes()).isZero();
            Inside.validate(allocator);
            assertThat(allocator.trim()).isZero();
        }
    }

    @Test
    void aReallocationReturnsTheBlockAndLeavesTheReportToTheNextCall() {
        try (Allocator allocator = Inside.open("recycling", "posix", "poison,quarantine")) {
            int blocks = Quarantine.MAX_BLOCKS / Stripes.COUNT;
            MemorySegment written = allocator.allocate(16);
            allocator.free(written);
            written.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            for (int i = 1; i < blocks; i++) {
                allocator.free(allocator.malloc(16));
            }
            MemorySegment block = allocator.allocate(16);
            block.fill((byte) 7);
            // The free of the old block drives the written one out of the quarantine.
            MemorySegment moved = allocator.reallocate(block, 160);
            assertThat(moved.get(ValueLayout.JAVA_BYTE, 15)).isEqualTo((byte) 7);
            assertThatThrownBy(() -> allocator.malloc(16)).isInstanceOf(WriteAfterFreeException.class);
            allocator.free(moved);
            Inside.validate(allocator);
        }
    }

    @Test
    void withoutPoisonNothingIsLookedAt() {
        try (Allocator allocator = Inside.open("recycling", "posix", "quarantine,guard,random")) {
            MemorySegment block = allocator.allocate(100);
            allocator.free(block);
            block.fill((byte) 1);
            goesOn(allocator, 100);
        }
    }
}
