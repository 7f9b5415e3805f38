package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.api.DoubleFreeException;
import hakmem.api.Hakmem;
import hakmem.api.Hardening;
import hakmem.api.InvalidFreeException;
import hakmem.api.OffHeapOutOfMemoryError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link Allocator} promises, for every pool strategy on every memory source, hardened in every way. */
@ParameterizedClass(name = "{0} on {1}, hardened {2}")
@CsvSource(
        delimiter = ';',
        value = {
            "recycling; posix; false",
            "recycling; mapped; false",
            "fixed; posix; false",
            "fixed; mapped; false",
            "locked; posix; false",
            "locked; mapped; false",
            "recycling; posix; true",
            "recycling; mapped; true",
            "fixed; posix; true",
            "locked; posix; true",
            "recycling; posix; poison",
            "recycling; posix; quarantine",
            "recycling; posix; guard",
            "recycling; posix; random",
            "recycling; posix; decommit",
            "recycling; posix; poison,quarantine",
        })
class AllocatorContractTest {
    private static final long[] SIZES = {
        0,
        1,
        15,
        16,
        17,
        100,
        1000,
        4096,
        20_000,
        32_768,
        32_769,
        65_536,
        70_000,
        500_000,
        1 << 20,
        (1 << 20) + 1,
        5 << 20
    };

    private final String strategy;
    private final String source;
    private final String hardening;
    private final Allocator allocator;

    AllocatorContractTest(String strategy, String source, String hardening) {
        this.strategy = strategy;
        this.source = source;
        this.hardening = hardening;
        this.allocator = open(1L << 30);
    }

    private Allocator open(long limit) {
        return Hakmem.builder()
                .pool(strategy)
                .memorySource(source)
                .limit(limit)
                .hardened(Hardening.parse(hardening))
                .build();
    }

    @AfterEach
    void validateAndClose() {
        if (!Inside.isClosed(allocator)) {
            Inside.validate(allocator);
            allocator.close();
        }
    }

    @Test
    void testsRunInsideTheModule() {
        assertThat(getClass().getModule().getName()).isEqualTo("hakmem.malloc");
    }

    @Test
    void blocksOfEverySizeAreAlignedApartAndUsableToTheEnd() {
        TreeMap<Long, Long> blocks = new TreeMap<>();
        for (int round = 0; round < 3; round++) {
            for (long size : SIZES) {
                long block = allocator.malloc(size);
                assertThat(block % 16).isZero();
                long usable = allocator.usableSize(block);
                assertThat(usable).isGreaterThanOrEqualTo(size);
                Map.Entry<Long, Long> below = blocks.floorEntry(block);
                assertThat(below == null || below.getKey() + below.getValue() <= block)
                        .isTrue();
                Long above = blocks.higherKey(block);
                assertThat(above == null || block + usable <= above).isTrue();
                blocks.put(block, usable);
            }
        }
        assertThat(allocator.stats().liveBlocks()).isEqualTo(blocks.size());
        blocks.keySet().forEach(allocator::free);
        assertThat(allocator.stats().liveBlocks()).isZero();
        assertThat(allocator.stats().liveBytes()).isZero();
    }

    @Test
    void segmentsHaveTheSizeAskedForAndKeepTheirContents() {
        List<MemorySegment> segments = new ArrayList<>();
        for (long size : SIZES) {
            MemorySegment segment = allocator.allocate(size, 1);
            assertThat(segment.byteSize()).isEqualTo(size);
            segment.fill((byte) size);
            segments.add(segment);
        }
        for (MemorySegment segment : segments) {
            for (long at = 0; at < segment.byteSize(); at += 97) {
                assertThat(segment.get(ValueLayout.JAVA_BYTE, at)).isEqualTo((byte) segment.byteSize());
            }
            allocator.free(segment);
        }
        assertThat(allocator.stats().liveBlocks()).isZero();
    }

    @Test
    void blocksAreAlignedAsAskedForUpToTwoMebibytesAndBeyond() {
        for (long alignment = 1; alignment <= 4 << 20; alignment <<= 1) {
            for (long size : new long[] {0, 1, 24, 100, 4000, 40_000, 2 << 20}) {
                long block = allocator.alignedAlloc(alignment, size);
                assertThat(block % alignment)
                        .as("%d bytes at %d", size, alignment)
                        .isZero();
                assertThat(allocator.usableSize(block)).isGreaterThanOrEqualTo(size);
                MemorySegment segment = allocator.allocate(size, alignment);
                assertThat(segment.address() % alignment).isZero();
                allocator.free(block);
                allocator.free(segment);
            }
        }
    }

    @Test
    void callocGivesZerosWhereOthersLeftTheirs() {
        for (long size : SIZES) {
            for (int round = 0; round < 3; round++) {
                MemorySegment dirty = allocator.allocate(size, 1);
                dirty.fill((byte) 0xff);
                allocator.free(dirty);
                long block = allocator.calloc(1, size);
                MemorySegment segment = allocator.allocate(size, 1);
                assertThat(isZero(block, size)).as("%d bytes", size).isTrue();
                segment.fill((byte) 0xff);
                allocator.free(segment);
                allocator.free(block);
            }
        }
    }

    /** Looks at a raw block through a reallocation to its full size, which stays in place. */
    private boolean isZero(long block, long size) {
        MemorySegment view = allocator.reallocate(MemorySegment.ofAddress(block), allocator.usableSize(block));
        assertThat(view.address()).isEqualTo(block);
        for (long at = 0; at < size; at++) {
            if (view.get(ValueLayout.JAVA_BYTE, at) != 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    void reallocKeepsContentsBothWays() {
        long seed = 20260929;
        Random random = new Random(seed);
        MemorySegment block = allocator.allocate(10);
        block.fill((byte) 7);
        long kept = 10;
        for (int step = 0; step < 400; step++) {
            long size = SIZES[random.nextInt(SIZES.length)] + random.nextInt(50);
            kept = Math.min(kept, size);
            block = allocator.reallocate(block, size);
            assertThat(block.byteSize()).isEqualTo(size);
            for (long at = 0; at < kept; at += 61) {
                assertThat(block.get(ValueLayout.JAVA_BYTE, at))
                        .as("seed %d, step %d, byte %d of %d", seed, step, at, size)
                        .isEqualTo((byte) 7);
            }
            block.fill((byte) 7);
            kept = size;
        }
        allocator.free(block);
        assertThat(allocator.stats().liveBlocks()).isZero();
    }

    @Test
    void aLargeBlockKeepsItsAlignmentThroughReallocAsLongAsItIsLarge() {
        for (long alignment = 16; alignment <= 2 << 20; alignment <<= 1) {
            for (long size : new long[] {40_000, 300_000, 1 << 20, 3 << 20}) {
                long block = allocator.alignedAlloc(alignment, size);
                for (long next : new long[] {50_000, 2 << 20, 700_000, 9 << 20, 33_000, (1 << 20) + 1}) {
                    block = allocator.realloc(block, next);
                    assertThat(block % alignment)
                            .as("%d bytes aligned to %d, now %d", size, alignment, next)
                            .isZero();
                }
                allocator.free(block);
            }
        }
    }

    @Test
    void randomReallocsKeepContentsExactly() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        MemorySegment[] blocks = new MemorySegment[12];
        byte[] marks = new byte[blocks.length];
        for (int step = 0; step < 200; step++) {
            int i = random.nextInt(blocks.length);
            long size = 1 + (long) Math.pow(2, random.nextDouble() * 22);
            if (blocks[i] == null) {
                blocks[i] = allocator.allocate(size, 1L << random.nextInt(13));
            } else {
                MemorySegment before = blocks[i];
                long kept = Math.min(before.byteSize(), size);
                blocks[i] = allocator.reallocate(before, size);
                assertThat(blocks[i].byteSize()).isEqualTo(size);
                byte mark = marks[i];
                assertThat(isFilledWith(blocks[i].asSlice(0, kept), mark))
                        .as("step %d of seed %d: %d to %d bytes", step, seed, before.byteSize(), size)
                        .isTrue();
            }
            marks[i] = (byte) random.nextInt();
            blocks[i].fill(marks[i]);
        }
        for (MemorySegment block : blocks) {
            if (block != null) {
                allocator.free(block);
            }
        }
        assertThat(allocator.stats().liveBlocks()).isZero();
    }

    private static boolean isFilledWith(MemorySegment segment, byte mark) {
        long overlap = segment.byteSize() - 1;
        return segment.get(ValueLayout.JAVA_BYTE, 0) == mark
                && MemorySegment.mismatch(segment, 0, overlap, segment, 1, overlap + 1) == -1;
    }

    @Test
    void reallocOfNothingAllocates() {
        long block = allocator.realloc(0, 100);
        assertThat(allocator.usableSize(block)).isGreaterThanOrEqualTo(100);
        long empty = allocator.realloc(block, 0);
        assertThat(allocator.usableSize(empty)).isGreaterThanOrEqualTo(0);
        allocator.free(empty);
    }

    @Test
    void badFreesOfEverySizeAreRefusedAndChangeNothing() {
        for (long size : SIZES) {
            long block = allocator.malloc(size);
            AllocatorStats before = allocator.stats();
            for (long inside : new long[] {1, 8, Math.max(2, allocator.usableSize(block) - 1)}) {
                assertThatThrownBy(() -> allocator.free(block + inside))
                        .as("%d bytes into a block of %d", inside, size)
                        .isExactlyInstanceOf(InvalidFreeException.class)
                        .hasMessageContaining("0x%x".formatted(block + inside));
            }
            assertThatThrownBy(() -> allocator.realloc(block + 1, 5)).isInstanceOf(InvalidFreeException.class);
            assertThatThrownBy(() -> allocator.usableSize(block + 1)).isInstanceOf(InvalidFreeException.class);
            assertThat(allocator.stats().liveBlocks()).isEqualTo(before.liveBlocks());
            assertThat(allocator.stats().liveBytes()).isEqualTo(before.liveBytes());
            allocator.free(block);
            assertThatThrownBy(() -> allocator.free(block))
                    .as("second free of a block of %d", size)
                    .isExactlyInstanceOf(DoubleFreeException.class)
                    .hasMessageContaining("0x%x".formatted(block));
            assertThatThrownBy(() -> allocator.realloc(block, 10)).isInstanceOf(InvalidFreeException.class);
            assertThatThrownBy(() -> allocator.usableSize(block)).isInstanceOf(InvalidFreeException.class);
            Inside.validate(allocator);
        }
    }

    @Test
    void foreignAddressesAreRefused() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment foreign = arena.allocate(100);
            assertThatThrownBy(() -> allocator.free(foreign)).isExactlyInstanceOf(InvalidFreeException.class);
        }
        assertThatThrownBy(() -> allocator.free(MemorySegment.ofArray(new byte[10])))
                .isInstanceOf(InvalidFreeException.class);
        for (long address : new long[] {1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 47}) {
            assertThatThrownBy(() -> allocator.free(address)).isExactlyInstanceOf(InvalidFreeException.class);
        }
        try (Allocator other = open(64 << 20)) {
            long block = other.malloc(100);
            assertThatThrownBy(() -> allocator.free(block)).isExactlyInstanceOf(InvalidFreeException.class);
            other.free(block);
        }
    }

    @Test
    void freeOfNullDoesNothing() {
        allocator.free(0);
        allocator.free(MemorySegment.NULL);
    }

    @Test
    void badArgumentsAreRefused() {
        // With a block at hand, so that nothing is refused for another reason.
        allocator.free(allocator.malloc(0));
        for (long size = -40; size < 0; size++) {
            long negative = size;
            assertThatIllegalArgumentException().isThrownBy(() -> allocator.malloc(negative));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> allocator.malloc(Long.MIN_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> allocator.calloc(-1, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> allocator.calloc(8, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> allocator.calloc(1L << 40, 1L << 40));
        assertThatIllegalArgumentException().isThrownBy(() -> allocator.calloc(Long.MAX_VALUE, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> allocator.realloc(0, -1));
        for (long alignment : new long[] {0, -1, 3, 24, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> allocator.alignedAlloc(alignment, 8));
            assertThatIllegalArgumentException().isThrownBy(() -> allocator.allocate(8, alignment));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> allocator.allocate(-1, 8));
        assertThat(allocator.stats().liveBlocks()).isZero();
    }

    @Test
    void absurdSizesAreAnOutOfMemoryErrorThatSaysWhatWasAsked() {
        for (long size : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 4095, 1L << 46, 2L << 30}) {
            assertThatThrownBy(() -> allocator.malloc(size))
                    .isExactlyInstanceOf(OffHeapOutOfMemoryError.class)
                    .hasMessageContaining(Long.toString(size))
                    .hasMessageContaining("limit 1073741824")
                    .hasMessageContaining("committed")
                    .hasMessageContaining("live");
        }
        assertThatThrownBy(() -> allocator.alignedAlloc(1L << 62, 8))
                .isExactlyInstanceOf(OffHeapOutOfMemoryError.class);
    }

    @Test
    void theLimitIsKeptAndARetryAfterFreesWorks() {
        for (long size : new long[] {100, 5000, 40_000, 1 << 20, 3 << 20}) {
            long limit = 8 << 20;
            try (Allocator small = open(limit)) {
                for (int round = 0; round < 2; round++) {
                    List<Long> blocks = new ArrayList<>();
                    assertThatThrownBy(() -> {
                                while (true) {
                                    blocks.add(small.malloc(size));
                                    if (blocks.size() % 256 == 1 || size > 4096) {
                                        assertThat(small.stats().committedBytes())
                                                .isLessThanOrEqualTo(limit);
                                    }
                                }
                            })
                            .isInstanceOf(OffHeapOutOfMemoryError.class);
                    assertThat(blocks).as("blocks of %d", size).hasSizeGreaterThan((int) (limit / (2 * size)) - 1);
                    Inside.validate(small);
                    small.free(blocks.removeLast());
                    blocks.add(small.malloc(size));
                    blocks.forEach(small::free);
                    assertThat(small.stats().liveBlocks()).isZero();
                    Inside.validate(small);
                }
            }
        }
    }

    @Test
    void aLimitBelowASuperSlabStillServesSomething() {
        try (Allocator small = open(256 << 10)) {
            long block = small.malloc(100);
            small.free(block);
            assertThatThrownBy(() -> small.malloc(1 << 20)).isInstanceOf(OffHeapOutOfMemoryError.class);
        }
    }

    @Test
    void anErrorLeavesTheBlockThatWasToGrow() {
        try (Allocator small = open(8 << 20)) {
            MemorySegment block = small.allocate(100);
            block.fill((byte) 3);
            assertThatThrownBy(() -> small.reallocate(block, 100 << 20)).isInstanceOf(OffHeapOutOfMemoryError.class);
            assertThat(block.get(ValueLayout.JAVA_BYTE, 99)).isEqualTo((byte) 3);
            small.free(block);
        }
    }

    @Test
    void trimGivesBackAllThatIsFree() {
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            blocks.add(allocator.malloc(SIZES[i % SIZES.length] / 4));
        }
        assertThat(allocator.stats().committedBytes()).isGreaterThan(50 << 20);
        blocks.forEach(allocator::free);
        allocator.trim();
        long left = allocator.stats().committedBytes();
        if (source.equals("posix")) {
            assertThat(left).isZero();
        } else {
            // This source cannot give SuperSlabs back; they serve again.
            assertThat(left).isEqualTo(allocator.stats().superSlabs() << 21);
        }
    }

    @Test
    void segmentAllocatorsOtherMethodsWork() {
        SegmentAllocator asSegmentAllocator = allocator;
        MemorySegment text = asSegmentAllocator.allocateFrom("hakmem");
        assertThat(text.getString(0)).isEqualTo("hakmem");
        MemorySegment numbers = asSegmentAllocator.allocateFrom(ValueLayout.JAVA_LONG, 1, 2, 3);
        assertThat(numbers.getAtIndex(ValueLayout.JAVA_LONG, 2)).isEqualTo(3);
        allocator.free(text);
        allocator.free(numbers);
    }

    @Test
    void arenasTakeTheirMemoryFromTheAllocatorAndGiveItBack() {
        try (Arena arena = allocator.confinedArena()) {
            MemorySegment segment = arena.allocate(1000, 64);
            assertThat(segment.address() % 64).isZero();
            assertThat(segment.get(ValueLayout.JAVA_LONG, 0)).isZero();
            assertThat(allocator.stats().liveBlocks()).isPositive();
        }
        try (Arena arena = allocator.sharedArena()) {
            assertThat(arena.allocate(100_000).byteSize()).isEqualTo(100_000);
        }
        assertThat(allocator.stats().liveBlocks()).isZero();
    }

    @Test
    void anArenasBlocksCannotBeFreedByHand() {
        try (Arena confined = allocator.confinedArena();
                Arena shared = allocator.sharedArena()) {
            for (Arena arena : List.of(confined, shared)) {
                for (long size : SIZES) {
                    for (long alignment : new long[] {1, 64, 4096}) {
                        MemorySegment segment = arena.allocate(size, alignment);
                        assertThatThrownBy(() -> allocator.free(segment))
                                .as("%d bytes at %d", size, alignment)
                                .isInstanceOf(InvalidFreeException.class);
                        assertThatThrownBy(() -> allocator.reallocate(segment, 10))
                                .isInstanceOf(InvalidFreeException.class);
                    }
                }
            }
        }
        assertThat(allocator.stats().liveBlocks()).isZero();
    }

    @Test
    void everythingFailsAfterClose() {
        MemorySegment segment = allocator.allocate(100);
        MemorySegment large = allocator.allocate(3 << 20);
        allocator.close();
        allocator.close();
        List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> calls = List.of(
                () -> allocator.malloc(1),
                () -> allocator.malloc(1 << 20),
                () -> allocator.calloc(1, 1),
                () -> allocator.alignedAlloc(64, 1),
                () -> allocator.realloc(segment.address(), 5),
                () -> allocator.realloc(0, 5),
                () -> allocator.free(segment),
                () -> allocator.free(segment.address()),
                () -> allocator.free(large),
                () -> allocator.usableSize(segment.address()),
                () -> allocator.allocate(8),
                () -> allocator.reallocate(segment, 5),
                allocator::confinedArena,
                allocator::sharedArena,
                allocator::trim,
                allocator::stats,
                () -> segment.get(ValueLayout.JAVA_BYTE, 0),
                () -> large.get(ValueLayout.JAVA_BYTE, 0));
        for (org.assertj.core.api.ThrowableAssert.ThrowingCallable call : calls) {
            assertThatThrownBy(call).isExactlyInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void anArenaOutlivesItsAllocator() {
        Arena arena = allocator.confinedArena();
        MemorySegment segment = arena.allocate(100);
        MemorySegment large = arena.allocate(5 << 20);
        allocator.close();
        segment.fill((byte) 1);
        large.fill((byte) 1);
        assertThat(large.get(ValueLayout.JAVA_BYTE, (5 << 20) - 1)).isEqualTo((byte) 1);
        assertThatThrownBy(() -> arena.allocate(1 << 20)).isInstanceOf(IllegalStateException.class);
        arena.close();
        assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
    }
}
