package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.api.DoubleFreeException;
import hakmem.superslab.Slab;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RacingFreesTest {
    private static final int BLOCKS = 2000;
    private static final int ROUNDS = 40;

    private final TinyFixture tiny = new TinyFixture();

    @AfterEach
    void close() {
        tiny.close();
    }

    @Test
    void ofTwoOthersThatFreeOneBlockOneIsRefused() throws Exception {
        race(2, false);
        assertThat(tiny.blocks.stats().lateDoubleFrees()).isZero();
    }

    @Test
    void ofOwnerAndOtherThatFreeOneBlockOneIsRefusedOrFoundLate() throws Exception {
        race(1, true);
    }

    /** Every block is freed by several threads at once, while the owner collects; each must be freed once. */
    private void race(int others, boolean ownerFrees) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            long lateBefore = tiny.blocks.stats().lateDoubleFrees();
            List<Long> blocks = new ArrayList<>();
            for (int i = 0; i < BLOCKS; i++) {
                blocks.add(tiny.malloc(48));
            }
            AtomicInteger freed = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            CyclicBarrier start = new CyclicBarrier(others + 1);
            List<FutureTask<Void>> threads = new ArrayList<>();
            for (int i = 0; i < others; i++) {
                threads.add(TinyFixture.start(() -> {
                    start.await();
                    freeAll(blocks, freed, refused);
                    return null;
                }));
            }
            start.await();
            if (ownerFrees) {
                freeAll(blocks, freed, refused);
            } else {
                // Blocks of another class: the owner's slow path collects, and hands out nothing that is raced for.
                for (int i = 0; i < BLOCKS; i++) {
                    tiny.free(tiny.malloc(30_000));
                    tiny.blocks.reclaim(false);
                }
            }
            threads.forEach(TinyFixture::await);
            if (!ownerFrees) {
                // Before anything is collected: a slab that nobody was told of would be found again by a reclaim. Of a
                // race
                // with the owner, late double frees may be pending.
                tiny.blocks.validate();
            }
            tiny.blocks.reclaim(true);
            long late = tiny.blocks.stats().lateDoubleFrees() - lateBefore;
            assertThat(tiny.liveBlocks()).isZero();
            assertThat(freed.get() - late).isEqualTo(BLOCKS);
            assertThat(refused.get() + late).isEqualTo((long) BLOCKS * (others + (ownerFrees ? 0 : -1)));
            tiny.blocks.validate();
        }
    }

    private void freeAll(List<Long> blocks, AtomicInteger freed, AtomicInteger refused) {
        for (long block : blocks) {
            try {
                tiny.free(block);
                freed.incrementAndGet();
            } catch (DoubleFreeException e) {
                refused.incrementAndGet();
            }
        }
    }

    /** A block is freed just when its slab is the next that a growing heap lets go of. */
    @ParameterizedTest
    @ValueSource(ints = {ThreadHeap.MAX_FULL, ThreadHeap.MAX_FULL_FOR_OTHERS})
    void aSlabThatIsLetGoOfWhileOthersFreeIntoItIsNotLost(int slabsKept) {
        int blocks = 150_000;
        int byteSize = 4096;
        int behind = slabsKept * Slab.BYTES / byteSize;
        AtomicLongArray handedOver = new AtomicLongArray(blocks);
        AtomicInteger allocated = new AtomicInteger();
        AtomicInteger freed = new AtomicInteger();
        FutureTask<Void> other = TinyFixture.start(() -> {
            for (int i = 0; i < blocks; i++) {
                while (allocated.get() < Math.min(blocks, i + behind)) {
                    Thread.onSpinWait();
                }
                tiny.free(handedOver.get(i));
                freed.set(i + 1);
            }
            return null;
        });
        for (int i = 0; i < blocks; i++) {
            while (i > freed.get() + behind + Slab.BYTES / byteSize) {
                Thread.onSpinWait();
            }
            handedOver.set(i, tiny.malloc(byteSize));
            allocated.set(i + 1);
        }
        TinyFixture.await(other);
        tiny.blocks.validate();
        assertThat(tiny.liveBlocks()).isZero();
        tiny.blocks.reclaim(true);
        assertThat(tiny.blocks.stats().slabs()).isZero();
    }

    @Test
    void blocksHandedAboutNeverOverlap() {
        long seed = 20261123;
        int threads = 4;
        // Blocks wait here for whoever comes next, to be checked and freed.
        AtomicLongArray exchange = new AtomicLongArray(512);
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Random random = new Random(seed + t);
            tasks.add(TinyFixture.start(() -> {
                for (int step = 0; step < 60_000; step++) {
                    int size = 16 + random.nextInt(random.nextInt(10) == 0 ? 8000 : 300);
                    long block = tiny.malloc(size);
                    stamp(block, size);
                    long other = exchange.getAndSet(random.nextInt(exchange.length()), block);
                    if (other != 0) {
                        check(other, seed);
                        tiny.free(other);
                    }
                }
                return null;
            }));
        }
        tasks.forEach(TinyFixture::await);
        int left = 0;
        for (int i = 0; i < exchange.length(); i++) {
            if (exchange.get(i) != 0) {
                left++;
            }
        }
        assertThat(tiny.liveBlocks()).isEqualTo(left);
        for (int i = 0; i < exchange.length(); i++) {
            if (exchange.get(i) != 0) {
                check(exchange.get(i), seed);
                tiny.free(exchange.get(i));
            }
        }
        assertThat(tiny.liveBlocks()).isZero();
        assertThat(tiny.blocks.stats().lateDoubleFrees()).isZero();
    }

    /** The size, then words that name the block and their place. */
    private void stamp(long block, int size) {
        var memory = tiny.at(block, size);
        memory.set(ValueLayout.JAVA_LONG, 0, size);
        for (long at = 8; at + 8 <= size; at += 8) {
            memory.set(ValueLayout.JAVA_LONG, at, block + at);
        }
    }

    private void check(long block, long seed) {
        long size = tiny.at(block, 8).get(ValueLayout.JAVA_LONG, 0);
        var memory = tiny.at(block, size);
        for (long at = 8; at + 8 <= size; at += 8) {
            if (memory.get(ValueLayout.JAVA_LONG, at) != block + at) {
                throw new AssertionError(
                        "seed %d: block 0x%x of %d bytes was written by another".formatted(seed, block, size));
            }
        }
    }
}
