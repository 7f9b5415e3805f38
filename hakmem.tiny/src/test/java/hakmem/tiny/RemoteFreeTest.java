package hakmem.tiny;

import static hakmem.tiny.TinyFixture.inThread;
import static hakmem.tiny.TinyFixture.runInThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Exchanger;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteFreeTest {
    private final TinyFixture tiny = new TinyFixture();

    @AfterEach
    void close() {
        tiny.close();
    }

    @Test
    void aBlockFreedByAnotherThreadIsNoLongerLive() {
        long block = tiny.malloc(64);
        runInThread(() -> tiny.free(block));
        assertThat(tiny.liveBlocks()).isZero();
        assertThatThrownBy(() -> tiny.blocks.usableSize(block)).isInstanceOf(DoubleFreeException.class);
    }

    @Test
    void theOwnerUsesBlocksThatOthersFreed() {
        int count = 4 * Slab.BYTES / 64;
        List<Long> blocks = allocate(count, 64);
        runInThread(() -> blocks.forEach(tiny::free));
        List<Long> again = allocate(count, 64);
        assertThat(again).doesNotHaveDuplicates();
        assertThat(new HashSet<>(again)).isEqualTo(new HashSet<>(blocks));
        assertThat(tiny.blocks.stats().slabs()).isEqualTo(4);
    }

    @Test
    void aSecondFreeIsRefusedWhoeverComesSecond() {
        long first = tiny.malloc(64);
        runInThread(() -> tiny.free(first));
        assertThatThrownBy(() -> tiny.free(first)).isExactlyInstanceOf(DoubleFreeException.class);
        assertThatThrownBy(() -> runInThread(() -> tiny.free(first))).isExactlyInstanceOf(DoubleFreeException.class);

        long second = tiny.malloc(64);
        tiny.free(second);
        assertThatThrownBy(() -> runInThread(() -> tiny.free(second))).isExactlyInstanceOf(DoubleFreeException.class);
        assertThat(tiny.blocks.stats().lateDoubleFrees()).isZero();
    }

    @Test
    void anAddressInsideABlockIsRefusedFromAnotherThreadToo() {
        long block = tiny.malloc(640);
        for (int inside : new int[] {1, 8, 16, 128, 639}) {
            assertThatThrownBy(() -> runInThread(() -> tiny.free(block + inside)))
                    .isExactlyInstanceOf(InvalidFreeException.class);
        }
        assertThat(tiny.liveBlocks()).isOne();
    }

    @Test
    void theOwnersFreesGoOnWhileOthersArePending() {
        List<Long> blocks = allocate(100, 64);
        runInThread(() -> blocks.subList(0, 50).forEach(tiny::free));
        blocks.subList(50, 100).forEach(tiny::free);
        assertThat(tiny.liveBlocks()).isZero();
    }

    @Test
    void anOwnerThatOnlyFreesCollectsNowAndThen() {
        List<Long> blocks = allocate(100, 64);
        runInThread(() -> blocks.subList(0, 50).forEach(tiny::free));
        BlockSlab slab = tiny.blocks.slabOf(blocks.getFirst());
        tiny.free(blocks.get(50));
        assertThat(slab.remote().pendingCount()).isEqualTo(50);
        blocks.subList(51, 60).forEach(tiny::free);
        assertThat(slab.remote().pendingCount()).isZero();
        assertThat(Note.stateOf(slab.note())).isEqualTo(Note.QUIET);
    }

    @Test
    void slabsThatTheOwnerLetGoOfAreFoundByOthers() {
        int slabs = ThreadHeap.MAX_FULL + 40;
        List<Long> blocks = allocate(slabs * Slab.BYTES / 4096, 4096);
        long reused = inThread(() -> {
            blocks.forEach(tiny::free);
            Set<Long> freed = new HashSet<>(blocks);
            return allocate(40 * Slab.BYTES / 4096, 4096).stream()
                    .filter(freed::contains)
                    .count();
        });
        // The owner did nothing meanwhile; all it can hold back is what it keeps.
        assertThat(reused).isGreaterThanOrEqualTo(39 * Slab.BYTES / 4096);
    }

    @Test
    void slabsThatTheOwnerLetGoOfAreFoundWhileOtherBlocksOfThemLive() {
        int slabs = ThreadHeap.MAX_FULL + 40;
        int perSlab = Slab.BYTES / 4096;
        List<Long> blocks = allocate(slabs * perSlab, 4096);
        runInThread(() -> {
            for (int i = 0; i < blocks.size(); i++) {
                if (i % perSlab != 0) {
                    tiny.free(blocks.get(i));
                }
            }
        });
        tiny.blocks.validate();
        runInThread(() -> allocate(39 * (perSlab - 1), 4096));
        assertThat(tiny.blocks.stats().slabs()).isEqualTo(slabs);
    }

    /** A free must not fail for want of Java heap once the block is free: what it needs to publish the slab is there. */
    @Test
    void theOwnerThatAbandonsASlabMakesWhatTheFirstFreeNeeds() throws MemoryRefusedException {
        int sizeClass = SizeClasses.of(32 << 10);
        SlabExchange exchange = new SlabExchange(tiny.pool);
        ThreadHeap heap = new PaddedThreadHeap(exchange, null, Thread.currentThread());
        BlockSlab slab = exchange.acquire(sizeClass);
        heap.prepare(sizeClass);
        heap.install(slab, sizeClass);
        long first = heap.pop(sizeClass);
        for (int i = 1; i <= slab.capacity(); i++) {
            heap.popSlow(sizeClass);
        }
        heap.scatter();
        assertThat(Note.stateOf(slab.note())).isEqualTo(Note.ABANDONED);
        PartialSlabs.Node made = slab.takeFirstNode();
        assertThat(made).isNotNull();
        slab.setFirstNode(made);
        RemoteFree.free(slab, first, exchange);
        assertThat(Note.stateOf(slab.note())).isEqualTo(Note.PARTIAL);
        assertThat(slab.takeFirstNode()).as("used").isNull();
        assertThat(exchange.partialSlabs().take(sizeClass)).isSameAs(slab);
        assertThat(exchange.partialSlabs().take(sizeClass)).isNull();
    }

    @Test
    void memoryOfAnIdleOwnerIsBoundedByWhatItMayKeep() throws InterruptedException {
        int slabs = 1000;
        LinkedBlockingQueue<List<Long>> handOver = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<String> end = new LinkedBlockingQueue<>();
        FutureTask<Void> owner = TinyFixture.start(() -> {
            handOver.add(allocate(slabs * Slab.BYTES / 2048, 2048));
            end.take();
            return null;
        });
        handOver.take().forEach(tiny::free);
        tiny.blocks.reclaim(true);
        assertThat(tiny.liveBlocks()).isZero();
        assertThat(tiny.blocks.stats().slabs()).isLessThanOrEqualTo(ThreadHeap.MAX_FULL + 1);
        end.add("end");
        TinyFixture.await(owner);
    }

    @Test
    void aSlabEmptiedByAnotherThreadGoesBackWhenTheOwnerCollects() {
        List<Long> blocks = allocate(20 * Slab.BYTES / 1024, 1024);
        runInThread(() -> blocks.forEach(tiny::free));
        long other = tiny.malloc(32);
        allocate(Slab.BYTES / 32, 32);
        assertThat(other).isNotZero();
        assertThat(tiny.blocks.stats().sizeClasses().get(SizeClasses.of(1024)).slabs())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void blocksGoBackAndForthBetweenTwoThreads() throws InterruptedException {
        Exchanger<List<Long>> exchanger = new Exchanger<>();
        FutureTask<Void> other = TinyFixture.start(() -> {
            trade(exchanger);
            return null;
        });
        trade(exchanger);
        TinyFixture.await(other);
        assertThat(tiny.liveBlocks()).isZero();
        assertThat(tiny.blocks.stats().lateDoubleFrees()).isZero();
    }

    /** Allocates, hands over, frees what the other allocated. */
    private void trade(Exchanger<List<Long>> exchanger) throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            List<Long> mine = allocate(500, 16 + round % 40 * 16);
            List<Long> theirs = exchanger.exchange(mine);
            theirs.forEach(tiny::free);
        }
    }

    private List<Long> allocate(int count, int byteSize) {
        List<Long> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(tiny.malloc(byteSize));
        }
        return blocks;
    }
}
