package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.sharedpool.PoolStrategyException;
import hakmem.superslab.Slab;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A strategy that fails disturbs nothing but the call it fails in: no slab is lost to the heaps, and no block. */
class StrategyFailuresTest {
    private static final int SLABS = 40;

    private final ScriptedStrategy strategy = new ScriptedStrategy();
    private final TinyFixture tiny = new TinyFixture(TinyFixture.REGION_BYTES, TinyAllocator.MAX_HEAPS, strategy);

    @AfterEach
    void everythingGoesBackOnceTheStrategyBehaves() {
        strategy.behave();
        assertThat(tiny.liveBlocks()).isZero();
        tiny.blocks.validate();
        tiny.blocks.reclaim(true);
        tiny.pool.trim(0);
        assertThat(tiny.budget.committed()).isZero();
        tiny.close();
    }

    @Test
    void atTheOwnersFrees() {
        List<Long> blocks = allocate();
        strategy.failReleases();
        assertThat(freeAll(blocks)).isPositive();
    }

    @Test
    void whenTheOwnerCollectsWhatOthersFreed() {
        List<Long> blocks = allocate();
        TinyFixture.runInThread(() -> blocks.forEach(tiny::free));
        strategy.failReleases();
        assertThatThrownBy(() -> tiny.malloc(32)).isInstanceOf(PoolStrategyException.class);
    }

    @Test
    void whenAnotherFreesTheLastBlocksOfAbandonedSlabs() {
        List<Long> blocks = allocate(3 * ThreadHeap.MAX_FULL);
        strategy.failReleases();
        assertThat((int) TinyFixture.inThread(() -> freeAll(blocks))).isPositive();
    }

    @Test
    void whenAHeapIsTakenApart() {
        List<Long> blocks = TinyFixture.inThread(this::allocate);
        TinyFixture.runInThread(() -> blocks.forEach(tiny::free));
        strategy.failReleases();
        assertThatThrownBy(() -> tiny.blocks.reclaim(true)).isInstanceOf(PoolStrategyException.class);
    }

    @Test
    void whenSlabsWithoutAnOwnerAreCollected() {
        List<Long> blocks = allocate(3 * ThreadHeap.MAX_FULL);
        int perSlab = Slab.BYTES / 1024;
        // Partial slabs with a live block between those that hold nothing.
        TinyFixture.runInThread(() -> {
            for (int i = 0; i < blocks.size(); i++) {
                if (i % perSlab != 0) {
                    tiny.free(blocks.get(i));
                }
            }
        });
        strategy.failReleases();
        TinyFixture.runInThread(() -> {
            for (int i = 0; i < blocks.size(); i += 2 * perSlab) {
                try {
                    tiny.free(blocks.get(i));
                } catch (PoolStrategyException e) {
                    assertThat(e).hasMessageContaining("scripted");
                }
            }
        });
        assertThatThrownBy(() -> tiny.blocks.reclaim(true)).isInstanceOf(PoolStrategyException.class);
        strategy.behave();
        for (int i = perSlab; i < blocks.size(); i += 2 * perSlab) {
            tiny.free(blocks.get(i));
        }
    }

    @Test
    void atTheFreesOfVirtualThreads() throws Exception {
        inVirtualThread(() -> {
            List<Long> blocks = allocate();
            strategy.failReleases();
            assertThat(freeAll(blocks)).isPositive();
        });
    }

    @Test
    void atTheAllocationOfAVirtualThread() throws Exception {
        inVirtualThread(() -> {
            List<Long> blocks = allocate();
            // Fewer events than settle by themselves: the next allocation does it, and finds a block in the last of the
            // slabs.
            int perSlab = Slab.BYTES / 1024;
            int freed = 5 * perSlab + 1;
            List<Long> some = List.copyOf(blocks.subList(0, freed));
            strategy.behave();
            some.forEach(tiny::free);
            strategy.failReleases();
            List<Long> more = new ArrayList<>();
            for (int i = 0; i < 3 * perSlab; i++) {
                try {
                    more.add(tiny.malloc(1024));
                } catch (PoolStrategyException e) {
                    assertThat(e).hasMessageContaining("scripted");
                }
            }
            strategy.behave();
            more.forEach(tiny::free);
            blocks.subList(freed, blocks.size()).forEach(tiny::free);
        });
    }

    private List<Long> allocate() {
        return allocate(SLABS);
    }

    private List<Long> allocate(int slabs) {
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < slabs * Slab.BYTES / 1024; i++) {
            blocks.add(tiny.malloc(1024));
        }
        return blocks;
    }

    /** Frees all; returns how many calls failed, though the block was freed. */
    private int freeAll(List<Long> blocks) {
        int failures = 0;
        for (long block : blocks) {
            try {
                tiny.free(block);
            } catch (PoolStrategyException e) {
                failures++;
            }
        }
        return failures;
    }

    /** The thread is at its end afterwards: until then its heap is its own, and nobody takes it apart. */
    private static void inVirtualThread(Runnable body) throws InterruptedException {
        FutureTask<Void> task = new FutureTask<>(body, null);
        Thread.ofVirtual().start(task).join();
        TinyFixture.await(task);
    }
}
