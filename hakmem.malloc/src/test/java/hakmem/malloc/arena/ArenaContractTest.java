package hakmem.malloc.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the JDK documents of its arenas, asked of the JDK's and of ours. */
class ArenaContractTest {
    private final CountingChunks chunks = new CountingChunks();

    enum Kind {
        JDK_CONFINED,
        JDK_SHARED,
        CONFINED,
        SHARED;

        boolean isShared() {
            return this == JDK_SHARED || this == SHARED;
        }

        boolean isOurs() {
            return this == CONFINED || this == SHARED;
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // each test closes what it opens
    private Arena open(Kind kind) {
        return switch (kind) {
            case JDK_CONFINED -> Arena.ofConfined();
            case JDK_SHARED -> Arena.ofShared();
            case CONFINED -> Arenas.confined(chunks);
            case SHARED -> Arenas.shared(chunks);
        };
    }

    @AfterEach
    void everyChunkIsBack() {
        assertThat(chunks.outstanding()).isZero();
    }

    @Test
    void theTestsRunInTheNamedModuleAndMayRescope() {
        assertThat(getClass().getModule().isNamed()).isTrue();
        assertThat(Arenas.areOverChunks()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void blocksAreZeroAlignedDisjointAndKeepTheirContents(Kind kind) {
        long seed = 20261123;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20; round++) {
            try (Arena arena = open(kind)) {
                SortedMap<Long, MemorySegment> blocks = new TreeMap<>();
                for (int i = 0; i < 100; i++) {
                    long byteSize = random.nextLong(1, random.nextInt(10) == 0 ? 100_000 : 600);
                    long alignment = 1L << random.nextInt(random.nextInt(10) == 0 ? 17 : 7);
                    MemorySegment block = arena.allocate(byteSize, alignment);
                    assertThat(block.byteSize()).isEqualTo(byteSize);
                    assertThat(block.address() % alignment).as("seed %d", seed).isZero();
                    assertThat(block.scope()).isEqualTo(arena.scope());
                    assertThat(block.isReadOnly()).isFalse();
                    assertThat(block.isNative()).isTrue();
                    assertContents(block, (byte) 0);
                    block.fill((byte) i);
                    blocks.put(block.address(), block);
                }
                assertThat(blocks).hasSize(100);
                assertDisjoint(blocks);
            }
        }
    }

    private static void assertContents(MemorySegment block, byte expected) {
        for (long offset = 0; offset < block.byteSize(); offset++) {
            if (block.get(ValueLayout.JAVA_BYTE, offset) != expected) {
                throw new AssertionError(
                        block + " holds " + block.get(ValueLayout.JAVA_BYTE, offset) + " at " + offset);
            }
        }
    }

    private static void assertDisjoint(SortedMap<Long, MemorySegment> blocks) {
        long end = 0;
        for (MemorySegment block : blocks.values()) {
            assertThat(block.address()).isGreaterThanOrEqualTo(end);
            assertContents(block, block.get(ValueLayout.JAVA_BYTE, 0));
            end = block.address() + block.byteSize();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBlockOfSizeZeroIsDistinctAndAligned(Kind kind) {
        try (Arena arena = open(kind)) {
            for (long alignment = 1; alignment <= 4096; alignment *= 4) {
                MemorySegment first = arena.allocate(0, alignment);
                MemorySegment second = arena.allocate(0, alignment);
                assertThat(first.byteSize()).isZero();
                assertThat(first.address()).isNotZero().isNotEqualTo(second.address());
                assertThat(first.address() % alignment).isZero();
                assertThat(second.address() % alignment).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNegativeSizeOrABadAlignmentIsAnIllegalArgument(Kind kind) {
        try (Arena arena = open(kind)) {
            assertThatThrownBy(() -> arena.allocate(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> arena.allocate(-1, 8)).isInstanceOf(IllegalArgumentException.class);
            for (long alignment : new long[] {0, -1, -8, 3, 24, Long.MIN_VALUE}) {
                assertThatThrownBy(() -> arena.allocate(8, alignment)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAbsurdSizeIsRefusedAndTheArenaGoesOn(Kind kind) {
        try (Arena arena = open(kind)) {
            for (long alignment : new long[] {1, 4096, 1L << 62}) {
                assertThatThrownBy(() -> arena.allocate(Long.MAX_VALUE, alignment))
                        .isInstanceOfAny(OutOfMemoryError.class, IllegalArgumentException.class);
            }
            assertContents(arena.allocate(100), (byte) 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterCloseNothingWorks(Kind kind) {
        Arena arena = open(kind);
        MemorySegment block = arena.allocate(16);
        assertThat(arena.scope().isAlive()).isTrue();

        arena.close();

        assertThat(arena.scope().isAlive()).isFalse();
        assertThatThrownBy(() -> block.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> block.asSlice(8).fill((byte) 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> arena.allocate(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> arena.allocate(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(arena::close).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void anArenaWithoutBlocksCanBeClosed(Kind kind) {
        Arena arena = open(kind);
        arena.close();
        assertThatThrownBy(() -> arena.allocate(1)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheOwnerMayUseAConfinedArena(Kind kind) throws Exception {
        Arena arena = open(kind);
        MemorySegment block = arena.allocate(16);
        List<Callable<Object>> uses = List.of(
                () -> arena.allocate(8),
                () -> arena.allocate(0),
                () -> arena.allocate(100_000),
                () -> block.get(ValueLayout.JAVA_BYTE, 0),
                () -> {
                    arena.close();
                    return null;
                });
        for (Callable<Object> use : uses) {
            Throwable thrown = inAnotherThread(use);
            if (kind.isShared()) {
                assertThat(thrown).isNull();
            } else {
                assertThat(thrown).isInstanceOf(WrongThreadException.class);
            }
        }
        assertThat(arena.scope().isAlive()).isEqualTo(!kind.isShared());
        assertThat(block.isAccessibleBy(Thread.currentThread())).isTrue();
        if (!kind.isShared()) {
            block.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            arena.close();
        }
        assertThat(inAnotherThread(arena::scope)).isNull();
        assertThat(inAnotherThread(() -> arena.allocate(1)))
                .isInstanceOf(kind.isShared() ? IllegalStateException.class : WrongThreadException.class);
    }

    private static Throwable inAnotherThread(Callable<Object> use) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().start(() -> thrown.set(catchThrowable(use::call)));
        thread.join();
        return thrown.get();
    }

    @ParameterizedTest
    @EnumSource
    void nestedArenasCloseInAnyOrder(Kind kind) {
        Arena outer = open(kind);
        MemorySegment outerBlock = outer.allocate(100);
        Arena inner = open(kind);
        MemorySegment innerBlock = inner.allocate(100).fill((byte) 7);

        outer.close();

        assertThatThrownBy(() -> outerBlock.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        assertContents(innerBlock, (byte) 7);
        try (Arena third = open(kind)) {
            third.allocate(100).fill((byte) 9);
            assertContents(innerBlock, (byte) 7);
        }
        inner.close();
    }

    @ParameterizedTest
    @EnumSource
    void theAllocatorMethodsOfTheInterfaceWork(Kind kind) {
        try (Arena arena = open(kind)) {
            assertThat(arena.allocateFrom("grüß Gott").getString(0)).isEqualTo("grüß Gott");
            assertThat(arena.allocateFrom(ValueLayout.JAVA_INT, 1, 2, 3).toArray(ValueLayout.JAVA_INT))
                    .containsExactly(1, 2, 3);
            assertThat(arena.allocate(ValueLayout.JAVA_LONG, 10).byteSize()).isEqualTo(80);
        }
    }

    /** A channel holds the segment as a downcall does. The byte read proves that the writer is inside the system call. */
    @ParameterizedTest
    @EnumSource(names = {"JDK_SHARED", "SHARED"})
    void anArenaWithASegmentInUseStaysOpenAndKeepsItsChunks(Kind kind) throws Exception {
        Arena arena = open(kind);
        MemorySegment block = arena.allocate(1 << 20);
        int before = chunks.outstanding();
        Pipe pipe = Pipe.open();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread writer = Thread.ofPlatform().start(() -> failure.set(catchThrowable(() -> writeAll(pipe, block))));
        ByteBuffer one = ByteBuffer.allocate(1);
        assertThat(pipe.source().read(one)).isEqualTo(1);

        assertThatThrownBy(arena::close).isInstanceOf(IllegalStateException.class);

        assertThat(arena.scope().isAlive()).isTrue();
        assertThat(chunks.outstanding()).isEqualTo(before);
        assertThatCode(() -> arena.allocate(100)).doesNotThrowAnyException();
        drain(pipe, (1 << 20) - 1);
        writer.join();
        assertThat(failure.get()).isNull();
        arena.close();
        assertThat(arena.scope().isAlive()).isFalse();
    }

    private static void writeAll(Pipe pipe, MemorySegment block) throws IOException {
        ByteBuffer buffer = block.asByteBuffer();
        while (buffer.hasRemaining()) {
            pipe.sink().write(buffer);
        }
    }

    private static void drain(Pipe pipe, int byteSize) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        for (int left = byteSize; left > 0; buffer.clear()) {
            left -= pipe.source().read(buffer);
        }
        pipe.source().close();
        pipe.sink().close();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFINED", "SHARED"})
    void chunksGrowWithUse(Kind kind) {
        List<Long> sizes;
        try (Arena arena = open(kind)) {
            for (int i = 0; i < 20_000; i++) {
                arena.allocate(24);
            }
            sizes = chunks.sizes();
        }
        assertThat(sizes.getFirst()).isEqualTo(Carver.FIRST);
        for (int i = 1; i < sizes.size(); i++) {
            assertThat(sizes.get(i)).isEqualTo(Math.min(Carver.LARGEST, 2 * sizes.get(i - 1)));
        }
        assertThat(sizes.getLast()).isEqualTo(Carver.LARGEST);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFINED", "SHARED"})
    void aChunkHoldsSeveralBlocksButALargeBlockHasItsOwn(Kind kind) {
        try (Arena arena = open(kind)) {
            MemorySegment small = arena.allocate(24);
            arena.allocate(2000);
            assertThat(chunks.sizes()).as("four times 2000, rounded up").containsExactly(Carver.FIRST, 8192L);
            MemorySegment before = arena.allocate(24);
            assertThat(before.address()).as("the new chunk").isNotEqualTo(small.address() + 32);

            MemorySegment large = arena.allocate(100_000, 64);

            assertThat(large.address() % 64).isZero();
            assertThat(chunks.sizes().getLast())
                    .as("its own, with room to align it")
                    .isEqualTo(Carver.GUARD + 100_048);
            assertThat(arena.allocate(24).address())
                    .as("the chunk before goes on")
                    .isEqualTo(before.address() + 32);
            assertThat(chunks.outstanding()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFINED", "SHARED"})
    void anArenaThatCannotHaveAFirstChunkIsNotOpened(Kind kind) {
        chunks.failAfter(0);
        assertThatThrownBy(() -> open(kind)).isInstanceOf(OutOfMemoryError.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFINED", "SHARED"})
    void aRefusedChunkLeavesTheArenaAsItWas(Kind kind) {
        for (int n = 1; n < 5; n++) {
            chunks.failAfter(n);
            try (Arena arena = open(kind)) {
                List<MemorySegment> blocks = new ArrayList<>();
                Throwable refused = null;
                while (refused == null) {
                    refused =
                            catchThrowable(() -> blocks.add(arena.allocate(200).fill((byte) 3)));
                }
                assertThat(refused).isInstanceOf(OutOfMemoryError.class);
                assertThat(chunks.outstanding()).isEqualTo(n);
                blocks.forEach(block -> assertContents(block, (byte) 3));
                assertContents(arena.allocate(200), (byte) 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFINED", "SHARED"})
    void everyChunkIsOfferedBackEvenIfGivingOneBackFails(Kind kind) {
        Arena arena = open(kind);
        for (int i = 0; i < 3; i++) {
            arena.allocate(100_000);
        }
        chunks.failToTakeBack(true);

        assertThatThrownBy(arena::close).isInstanceOf(IllegalStateException.class);

        assertThat(chunks.outstanding()).isZero();
        assertThat(arena.scope().isAlive()).isFalse();
        assertThat(kind.isOurs()).isTrue();
    }
}
