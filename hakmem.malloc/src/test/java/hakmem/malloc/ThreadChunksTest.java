package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import hakmem.malloc.arena.Arenas;
import hakmem.malloc.arena.Chunk;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadChunksTest {
    private final MallocAllocator allocator =
            (MallocAllocator) Hakmem.builder().limit(64 << 20).build();

    @AfterEach
    void validateAndClose() {
        if (!allocator.isClosed()) {
            allocator.validate();
            allocator.close();
        }
    }

    private static long addressOfABlock(Allocator allocator) {
        try (Arena arena = allocator.confinedArena()) {
            return arena.allocate(24).address();
        }
    }

    @Test
    void aThreadHasTheSameChunkAgain() {
        long first = addressOfABlock(allocator);
        assertThat(addressOfABlock(allocator)).isEqualTo(first);
        assertThat(addressOfABlock(allocator)).isEqualTo(first);
    }

    /** A chunk seen idle may be taken, and others that no thread keeps put behind it, before it is counted. */
    @Test
    void idleChunksMayBeCountedWhileAnArenaTakesLargerOnes() {
        ArenaChunks chunks = new ArenaChunks(allocator);
        KeptChunk kept = (KeptChunk) chunks.takeFirst(1280);
        chunks.giveFirst(kept);
        int[] idle = chunks.idleByClass();
        try (Arena arena = Arenas.confined(chunks)) {
            assertThat(arena.allocate(9000).byteSize()).isEqualTo(9000);
            kept.give();
            assertThat(chunks.idleByClass()).isEqualTo(idle);
            assertThat(kept.tryTake()).isTrue();
        }
        chunks.revoke(true);
        assertThat(allocator.stats().liveBlocks()).isZero();
    }

    @Test
    void nestedArenasHaveChunksOfTheirOwn() {
        for (int round = 0; round < 3; round++) {
            List<Arena> open = new ArrayList<>();
            List<Long> blocks = new ArrayList<>();
            for (int depth = 0; depth < ThreadChunks.PLACES + 2; depth++) {
                Arena arena = allocator.confinedArena();
                open.add(arena);
                blocks.add(arena.allocate(24).address());
            }
            assertThat(blocks).doesNotHaveDuplicates();
            // Not the last first: the order of closing is the user's.
            open.forEach(Arena::close);
        }
    }

    /** They are filled with zeros when an arena is closed, and not again when the next one takes blocks of them. */
    @Test
    void whatAThreadKeepsHoldsNothingOfTheArenaBefore() {
        long[] sizes = {1, 24, 700, 3000, 10_000, 16_384, 40_000};
        for (int round = 0; round < 30; round++) {
            try (Arena outer = allocator.confinedArena()) {
                for (int i = 0; i < 10 + 7 * (round % 5); i++) {
                    fillZeros(outer, sizes[(i + round) % sizes.length]);
                    try (Arena inner = allocator.confinedArena()) {
                        fillZeros(inner, sizes[i % 4]);
                        fillZeros(inner, 100);
                    }
                }
            }
        }
    }

    private static void fillZeros(Arena arena, long byteSize) {
        MemorySegment block = arena.allocate(byteSize, 8);
        assertThat(block.mismatch(MemorySegment.ofArray(new byte[(int) byteSize])))
                .isEqualTo(-1);
        block.fill((byte) 0xff);
    }

    @Test
    void aThreadKeepsTheFurtherChunksOfItsArenasUpToALimit() {
        long before = allocator.stats().liveBytes();
        List<Long> first = addressesOfManyBlocks(50);
        assertThat(addressesOfManyBlocks(50)).isEqualTo(first);
        addressesOfManyBlocks(500);
        assertThat(allocator.stats().liveBytes()).as("kept chunks are nobody's").isEqualTo(before);
        allocator.trim();
        assertThat(allocator.stats().committedBytes()).isZero();
    }

    private List<Long> addressesOfManyBlocks(int count) {
        List<Long> addresses = new ArrayList<>();
        try (Arena arena = allocator.confinedArena()) {
            for (int i = 0; i < count; i++) {
                addresses.add(arena.allocate(1000).address());
            }
        }
        return addresses;
    }

    /** A thread keeps the carver of an arena that was closed, and gives it to the next. */
    @Test
    void anArenaThatWasClosedDoesNotReachIntoTheNext() {
        Arena closed = allocator.confinedArena();
        closed.allocate(24);
        closed.close();
        try (Arena open = allocator.confinedArena()) {
            long block = open.allocate(24).address();
            assertThatThrownBy(() -> closed.allocate(24)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> closed.allocate(100_000)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(closed::close).isInstanceOf(IllegalStateException.class);
            assertThat(open.allocate(24).address()).isEqualTo(block + 32);
        }
    }

    @Test
    void aKeptChunkCountsAsFree() {
        addressOfABlock(allocator);
        assertThat(allocator.stats().liveBlocks()).isZero();
        assertThat(allocator.stats().liveBytes()).isZero();
        try (Arena arena = allocator.confinedArena()) {
            arena.allocate(24);
            assertThat(allocator.stats().liveBlocks()).isOne();
        }
        assertThat(allocator.stats().liveBlocks()).isZero();
    }

    @Test
    void aChunkThatFoundNoRoomInASlabIsNotKept() {
        long byteSize = (64 << 20) - (8 << 10);
        long block = allocator.malloc(byteSize);
        addressOfABlock(allocator);
        assertThat(allocator.stats().largeBlocks())
                .as("small blocks may be mappings here")
                .isOne();
        assertThat(allocator.stats().liveBlocks()).isOne();
        assertThat(allocator.stats().liveBytes()).isEqualTo(allocator.usableSize(block));
        allocator.free(block);
    }

    @Test
    void trimTakesKeptChunksAndNoneThatIsUsed() {
        addressOfABlock(allocator);
        allocator.trim();
        assertThat(allocator.stats().committedBytes()).isZero();
        try (Arena arena = allocator.confinedArena()) {
            long block = arena.allocate(24).address();
            allocator.trim();
            assertThat(allocator.stats().liveBlocks()).isOne();
            try (Arena second = allocator.confinedArena()) {
                assertThat(second.allocate(24).address()).isNotEqualTo(block);
            }
        }
    }

    @Test
    void agingTakesAChunkThatWasNotUsedSince() {
        // The housekeeper does the same now and then: the second look may be its own.
        addressOfABlock(allocator);
        for (int i = 0; i < 3; i++) {
            allocator.age(Long.MAX_VALUE);
        }
        assertThat(allocator.stats().liveBlocks()).isZero();
        allocator.trim();
        assertThat(allocator.stats().committedBytes()).isZero();
    }

    @Test
    void theChunkOfAThreadThatHasEndedIsTaken() throws Exception {
        Thread thread = new Thread(() -> addressOfABlock(allocator));
        thread.start();
        thread.join();
        allocator.trim();
        assertThat(allocator.stats().committedBytes()).isZero();
    }

    @Test
    void virtualThreadsKeepNothing() throws Exception {
        for (int i = 0; i < 100; i++) {
            Thread.ofVirtual().start(() -> addressOfABlock(allocator)).join();
        }
        allocator.validate();
        assertThat(allocator.stats().liveBlocks()).isZero();
    }

    @Test
    void anArenaThatIsClosedAfterItsAllocatorGivesTheLastMemoryBack() {
        try (Arena arena = allocator.confinedArena()) {
            var block = arena.allocate(24);
            allocator.close();
            block.fill((byte) 1);
            assertThat(allocator.isUnmapped()).isFalse();
        }
        assertThat(allocator.isUnmapped()).isTrue();
    }

    @Test
    void keptChunksDoNotHoldUpTheEnd() {
        addressOfABlock(allocator);
        allocator.close();
        assertThat(allocator.isUnmapped()).isTrue();
    }

    /** The housekeeper's way out, if a thread gave its chunk while the closing thread looked. */
    @Test
    void theHousekeeperEndsWhatCloseCouldNot() throws Exception {
        MallocAllocator other =
                (MallocAllocator) Hakmem.builder().limit(64 << 20).build();
        for (int round = 0; round < 300; round++) {
            MallocAllocator closing = other;
            other = (MallocAllocator) Hakmem.builder().limit(64 << 20).build();
            AtomicBoolean opened = new AtomicBoolean();
            FutureTask<Void> user = new FutureTask<>(() -> {
                try {
                    while (true) {
                        addressOfABlock(closing);
                        opened.set(true);
                    }
                } catch (IllegalStateException expectedOnceClosed) {
                    return null;
                }
            });
            Thread thread = new Thread(user);
            thread.start();
            while (!opened.get() && thread.isAlive()) {
                Thread.onSpinWait();
            }
            closing.close();
            user.get();
            // What it does at its next round.
            closing.age(0);
            assertThat(closing.isUnmapped()).isTrue();
        }
        other.close();
    }

    /** One thread takes and gives, another revokes: a chunk is in one hand, and after it was revoked in none. */
    @Test
    void aChunkIsNeverUsedAndRevoked() throws Exception {
        ThreadChunks chunks = new ThreadChunks();
        AtomicIntegerArray holders = new AtomicIntegerArray(1 << 20);
        AtomicInteger revoked = new AtomicInteger();
        AtomicBoolean inTwoHands = new AtomicBoolean();
        FutureTask<Integer> user = new FutureTask<>(() -> {
            Thread self = Thread.currentThread();
            int takenAgain = 0;
            int made = 0;
            for (int i = 0; (i < 300_000 || revoked.get() == 0) && i < 100_000_000 && made < holders.length(); i++) {
                KeptChunk mine = chunks.take(self);
                if (mine == null) {
                    Chunk first = new Chunk(64);
                    first.setAddress(made++);
                    mine = new KeptChunk(self, null, first);
                    if (!chunks.keep(mine, chunk -> {})) {
                        continue; // every place has one that is idle, or about to be cleared
                    }
                } else {
                    takenAgain++;
                }
                if (holders.incrementAndGet((int) mine.first().address()) != 1) {
                    inTwoHands.set(true);
                }
                holders.decrementAndGet((int) mine.first().address());
                mine.give();
            }
            return takenAgain;
        });
        new Thread(user).start();
        while (!user.isDone()) {
            chunks.revoke(true, chunk -> {
                if (holders.incrementAndGet((int) chunk.first().address()) != 1) {
                    inTwoHands.set(true);
                }
                revoked.incrementAndGet();
            });
        }
        assertThat(user.get()).as("chunks taken again").isPositive();
        assertThat(revoked.get()).as("chunks revoked").isPositive();
        assertThat(inTwoHands.get()).isFalse();
    }
}
