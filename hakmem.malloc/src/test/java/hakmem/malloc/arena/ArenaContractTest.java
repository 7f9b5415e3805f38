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
    void blocksAreZeroAlignedDisjointAndKeepTheirContents(ArenaKind kind) {
        long seed = 20261123;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20; round++) {
            try (Arena arena = kind.open(chunks)) {
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
                    Contents.assertAll(block, (byte) 0);
                    block.fill((byte) i);
                    blocks.put(block.address(), block);
                }
                assertThat(blocks).hasSize(100);
                assertDisjoint(blocks);
            }
        }
    }

    private static void assertDisjoint(SortedMap<Long, MemorySegment> blocks) {
        long end = 0;
        for (MemorySegment block : blocks.values()) {
            assertThat(block.address()).isGreaterThanOrEqualTo(end);
            Contents.assertAll(block, block.get(ValueLayout.JAVA_BYTE, 0));
            end = block.address() + block.byteSize();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBlockOfSizeZeroIsDistinctAndAligned(ArenaKind kind) {
        try (Arena arena = kind.open(chunks)) {
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
    void aNegativeSizeOrABadAlignmentIsAnIllegalArgument(ArenaKind kind) {
        try (Arena arena = kind.open(chunks)) {
            assertThatThrownBy(() -> arena.allocate(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> arena.allocate(-1, 8)).isInstanceOf(IllegalArgumentException.class);
            for (long alignment : new long[] {0, -1, -8, 3, 24, Long.MIN_VALUE}) {
                assertThatThrownBy(() -> arena.allocate(8, alignment)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAbsurdSizeIsRefusedAndTheArenaGoesOn(ArenaKind kind) {
        try (Arena arena = kind.open(chunks)) {
            for (long alignment : new long[] {1, 4096, 1L << 62}) {
                assertThatThrownBy(() -> arena.allocate(Long.MAX_VALUE, alignment))
                        .isInstanceOfAny(OutOfMemoryError.class, IllegalArgumentException.class);
            }
            Contents.assertAll(arena.allocate(100), (byte) 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterCloseNothingWorks(ArenaKind kind) {
        Arena arena = kind.open(chunks);
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
    void anArenaWithoutBlocksCanBeClosed(ArenaKind kind) {
        Arena arena = kind.open(chunks);
        arena.close();
        assertThatThrownBy(() -> arena.allocate(1)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheOwnerMayUseAConfinedArena(ArenaKind kind) throws Exception {
        Arena arena = kind.open(chunks);
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
    void nestedArenasCloseInAnyOrder(ArenaKind kind) {
        Arena outer = kind.open(chunks);
        MemorySegment outerBlock = outer.allocate(100);
        Arena inner = kind.open(chunks);
        MemorySegment innerBlock = inner.allocate(100).fill((byte) 7);

        outer.close();

        assertThatThrownBy(() -> outerBlock.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        Contents.assertAll(innerBlock, (byte) 7);
        try (Arena third = kind.open(chunks)) {
            third.allocate(100).fill((byte) 9);
            Contents.assertAll(innerBlock, (byte) 7);
        }
        inner.close();
    }

    @ParameterizedTest
    @EnumSource
    void theAllocatorMethodsOfTheInterfaceWork(ArenaKind kind) {
        try (Arena arena = kind.open(chunks)) {
            assertThat(arena.allocateFrom("grüß Gott").getString(0)).isEqualTo("grüß Gott");
            assertThat(arena.allocateFrom(ValueLayout.JAVA_INT, 1, 2, 3).toArray(ValueLayout.JAVA_INT))
                    .containsExactly(1, 2, 3);
            assertThat(arena.allocate(ValueLayout.JAVA_LONG, 10).byteSize()).isEqualTo(80);
        }
    }

    /** A channel holds the segment as a downcall does. The byte read proves that the writer is inside the system call. */
    @ParameterizedTest
    @EnumSource(names = {"JDK_SHARED", "SHARED"})
    void anArenaWithASegmentInUseStaysOpenAndKeepsItsChunks(ArenaKind kind) throws Exception {
        Arena arena = kind.open(chunks);
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
}
