package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.superslab.CacheColor;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slabs that are made of several slabs of the pool, because their blocks are large. */
class SlabsOfSeveralTest {
    private static final int LARGEST = SizeClasses.COUNT - 1;

    private final TinyFixture tiny = new TinyFixture();

    @AfterEach
    void close() {
        tiny.close();
    }

    @Test
    void everyClassHasSixteenBlocksASlab() {
        for (int c = 0; c < SizeClasses.COUNT; c++) {
            BlockSlab slab = tiny.blocks.slabOf(tiny.malloc(SizeClasses.blockSize(c)));
            assertThat(slab.capacity()).as("class %d", c).isGreaterThanOrEqualTo(16);
            assertThat(slab.capacity()).isEqualTo(BlockLinks.capacity(c));
        }
    }

    @Test
    void blocksAnywhereInASlabAreFoundAndFreed() {
        for (int c = 0; c < SizeClasses.COUNT; c++) {
            List<Long> blocks = fill(c);
            BlockSlab slab = tiny.blocks.slabOf(blocks.getFirst());
            for (long block : blocks) {
                assertThat(tiny.blocks.slabOf(block)).isSameAs(slab);
                assertThat(tiny.blocks.usableSize(block)).isEqualTo(slab.blockSize());
            }
            for (long block : blocks) {
                assertThatThrownBy(() -> tiny.free(block + 8)).isInstanceOf(InvalidFreeException.class);
                assertThat(tiny.blocks.fastPath().tryFree(block))
                        .as("by its owner")
                        .isTrue();
                assertThatThrownBy(() -> tiny.free(block)).isExactlyInstanceOf(DoubleFreeException.class);
            }
            tiny.blocks.validate();
        }
    }

    @Test
    void behindTheLastBlockThereIsNone() {
        for (int c = 0; c < SizeClasses.COUNT; c++) {
            List<Long> blocks = fill(c);
            BlockSlab slab = tiny.blocks.slabOf(blocks.getFirst());
            long end = slab.slab.address() + (long) slab.slabs() * Slab.BYTES;
            assertThat(blocks.getLast() + slab.blockSize()).isLessThanOrEqualTo(end);
            for (long address = blocks.getLast() + slab.blockSize(); address < end; address += 16) {
                long none = address;
                assertThatThrownBy(() -> tiny.free(none)).isExactlyInstanceOf(InvalidFreeException.class);
            }
            for (long address = slab.slab.address(); address < slab.base; address += 16) {
                long none = address;
                assertThatThrownBy(() -> tiny.free(none)).isExactlyInstanceOf(InvalidFreeException.class);
            }
        }
    }

    @Test
    void slabsOfBlocksOfWholePagesStartAtManyLines() {
        int c = SizeClasses.of(20 << 10);
        Set<Long> lines = new HashSet<>();
        for (int i = 0; i < 16; i++) {
            lines.add(fill(c).getFirst() % SizeClasses.blockSize(c) % Slab.BYTES % 4096);
        }
        assertThat(lines).hasSizeGreaterThanOrEqualTo(3).allMatch(line -> line % CacheColor.LINE == 0);
    }

    /** What a slab was before, and what it is now, may begin at different places: nobody must find the one that was. */
    @Test
    void memoryThatChangesItsClassIsFoundAsWhatItIs() {
        Random random = new Random(4711);
        for (int round = 0; round < 200; round++) {
            List<Long> blocks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int c = random.nextInt(SizeClasses.of(4096), SizeClasses.COUNT);
                for (int k = random.nextInt(1, 3 * BlockLinks.capacity(c)); k > 0; k--) {
                    blocks.add(tiny.malloc(SizeClasses.blockSize(c)));
                }
            }
            Set<Long> distinct = new HashSet<>(blocks);
            assertThat(distinct).hasSameSizeAs(blocks);
            tiny.blocks.validate();
            for (long block : blocks) {
                BlockSlab slab = tiny.blocks.slabOf(block);
                assertThat(block).isBetween(slab.base, slab.base + (long) slab.slabs() * Slab.BYTES);
                tiny.free(block);
            }
            assertThat(tiny.liveBlocks()).isZero();
            if (round % 4 == 0) {
                tiny.blocks.reclaim(true);
            }
            for (long block : blocks) {
                assertThatThrownBy(() -> tiny.free(block)).isInstanceOf(InvalidFreeException.class);
            }
            tiny.blocks.validate();
        }
    }

    @Test
    void whereThereAreNotSoManySideBySideASingleOneServes() throws MemoryRefusedException {
        try (TinyFixture small = TinyFixture.ofFullRegion(SuperSlab.BYTES)) {
            List<Slab> taken = new ArrayList<>();
            for (int i = 0; i < SuperSlab.SLABS; i++) {
                taken.add(small.pool.acquire(0, 1));
            }
            for (int i = 0; i < SuperSlab.SLABS; i += 2) {
                small.pool.release(taken.get(i), taken.get(i).word());
            }
            List<Long> blocks = new ArrayList<>();
            for (int i = 0; i < SuperSlab.SLABS; i++) {
                blocks.add(small.blocks.allocate(LARGEST));
            }
            assertThat(new HashSet<>(blocks)).hasSize(SuperSlab.SLABS);
            assertThat(small.blocks.slabOf(blocks.getFirst()).slabs()).isOne();
            assertThat(small.blocks.stats().slabs()).isEqualTo(SuperSlab.SLABS / 2);
            assertThatThrownBy(() -> small.blocks.allocate(LARGEST)).isInstanceOf(MemoryRefusedException.class);
            small.blocks.validate();
            // Then side by side again: the same memory in slabs of several.
            blocks.forEach(small::free);
            small.blocks.reclaim(true);
            for (int i = 1; i < SuperSlab.SLABS; i += 2) {
                small.pool.release(taken.get(i), taken.get(i).word());
            }
            long block = small.blocks.allocate(LARGEST);
            assertThat(small.blocks.slabOf(block).slabs()).isEqualTo(SizeClasses.MAX_SLABS);
            small.blocks.validate();
            small.free(block);
        }
    }

    @Test
    void whereMemoryIsScarceASizeTakesNoMoreThanItNeeds() throws MemoryRefusedException {
        try (TinyFixture small = new TinyFixture(SuperSlab.BYTES, 8)) {
            for (int c = SizeClasses.of(5000); c < SizeClasses.COUNT; c++) {
                assertThat(small.blocks.allocate(c)).isNotZero();
            }
            assertThat(small.blocks.allocate(0)).isNotZero();
            assertThat(small.blocks.stats().slabs()).isLessThan(SuperSlab.SLABS);
        }
    }

    /** However large the slabs are that come, as much as was let go of before is let go of. */
    @Test
    void aHeapThatGrowsKeepsSoManyFullSlabsOfThePool() {
        Set<BlockSlab> slabs = new HashSet<>();
        for (int i = 0; i < ThreadHeap.MAX_FULL; i++) {
            slabs.add(tiny.blocks.slabOf(fill(SizeClasses.of(1024)).getFirst()));
        }
        for (int i = 0; i < 2 * ThreadHeap.MAX_FULL / SizeClasses.MAX_SLABS; i++) {
            slabs.add(tiny.blocks.slabOf(fill(LARGEST).getFirst()));
        }
        int held = slabs.stream()
                .filter(slab -> slab.owner() != PaddedThreadHeap.NOBODY)
                .mapToInt(BlockSlab::slabs)
                .sum();
        assertThat(held).isLessThanOrEqualTo(ThreadHeap.MAX_FULL + 2 * SizeClasses.MAX_SLABS);
    }

    @Test
    void blocksFreedByOthersComeBack() throws Exception {
        for (int c = SizeClasses.of(4096); c < SizeClasses.COUNT; c++) {
            List<Long> blocks = fill(c);
            long slabs = tiny.blocks.stats().slabs();
            TinyFixture.inThread(() -> {
                blocks.forEach(tiny::free);
                return null;
            });
            assertThat(tiny.liveBlocks()).isZero();
            List<Long> again = new ArrayList<>();
            for (int i = 0; i < blocks.size(); i++) {
                again.add(tiny.malloc(SizeClasses.blockSize(c)));
            }
            assertThat(tiny.blocks.stats().slabs()).isLessThanOrEqualTo(slabs);
            again.forEach(tiny::free);
            tiny.blocks.reclaim(true);
            tiny.blocks.validate();
        }
    }

    /**
     * Threads that allocate and free blocks of classes of one, two, four and eight slabs, each other's too, so that the same
     * memory is now one thing, now another; and that free again what they have freed.
     */
    @Test
    void threadsThatChangeWhatTheMemoryIsFreeTheirOwnBlocksOnly() throws Exception {
        int places = 64;
        AtomicLongArray shared = new AtomicLongArray(places);
        int[] classes = {SizeClasses.of(4096), SizeClasses.of(6000), SizeClasses.of(12000), LARGEST};
        Thread[] threads = new Thread[3];
        Throwable[] failures = new Throwable[threads.length];
        for (int t = 0; t < threads.length; t++) {
            int number = t;
            threads[t] = new Thread(() -> {
                Random random = new Random(number);
                try {
                    for (int i = 0; i < 60_000; i++) {
                        int c = classes[(i >> 10) + random.nextInt(2) & 3];
                        long block = tiny.blocks.allocate(c);
                        long before = shared.getAndSet(random.nextInt(places), block);
                        if (before != 0) {
                            tiny.free(before);
                        }
                        if (i % 5000 == 0) {
                            tiny.blocks.reclaim(true);
                        }
                    }
                } catch (MemoryRefusedException | RuntimeException | Error e) {
                    failures[number] = e;
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).containsOnlyNulls();
        for (int i = 0; i < places; i++) {
            if (shared.get(i) != 0) {
                tiny.free(shared.get(i));
            }
        }
        tiny.blocks.validate();
        assertThat(tiny.liveBlocks()).isZero();
    }

    /** Fills a slab nobody else has a block of: what is current before that is filled first. */
    private List<Long> fill(int sizeClass) {
        int size = SizeClasses.blockSize(sizeClass);
        List<Long> blocks = new ArrayList<>();
        BlockSlab slab;
        do {
            blocks.clear();
            long block = tiny.malloc(size);
            slab = tiny.blocks.slabOf(block);
            blocks.add(block);
            while (slab.hasBlocks()) {
                blocks.add(tiny.malloc(size));
            }
        } while (blocks.size() < slab.capacity());
        return blocks;
    }
}
