package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import hakmem.superslab.Slab;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A slab beside a model of it, a set of numbers, through any sequence of what its owner can do. */
class BlockSlabWalkTest {
    private static final int STEPS = 100_000;
    private static final int[] SIZES = {16, 48, 80, 512, 2560, 20 << 10, 32 << 10};

    private final ThreadHeap heap = mock(ThreadHeap.class, withSettings().stubOnly());
    private final BitSet live = new BitSet();
    private int events;
    private BlockSlab slab;

    /** Frees since the slab was moved. */
    private int frees;

    private String step = "";

    @ParameterizedTest
    @ValueSource(longs = {20261123, 20261124, 20261125})
    void countsEntriesAndEventsAreThoseOfTheModel(long seed) throws Exception {
        doAnswer(call -> events++).when(heap).event(any());
        try (TinyFixture tiny = new TinyFixture()) {
            Slab memory = tiny.pool.acquire(0, 1);
            slab = new PaddedBlockSlab(memory, memory.address());
            Random random = new Random(seed);
            activate(random);
            for (int i = 0; i < STEPS; i++) {
                events = 0;
                step = "seed %d, step %d, class %d, place %d".formatted(seed, i, slab.sizeClass(), slab.where);
                act(random);
                assertThat(slab.liveCount()).as(step).isEqualTo(live.cardinality());
                assertThat(slab.roughLiveCount()).as(step).isEqualTo(live.cardinality());
                if (i % 1000 == 0) {
                    compareAll();
                }
            }
            compareAll();
        }
    }

    private void act(Random random) {
        // Long stretches of mostly allocating, and of mostly freeing.
        boolean filling = slab.where == BlockSlab.CURRENT && random.nextInt(4) != 0;
        int dice = random.nextInt(100);
        if (filling && dice < 60) {
            pop();
        } else if (dice < 80) {
            push(random);
        } else if (dice < 90) {
            pushChecked(random.nextInt(slab.capacity()));
        } else if (dice < 98) {
            move(random.nextInt(4) == 0 ? 1 + random.nextInt(3) : BlockSlab.CURRENT);
        } else if (live.isEmpty()) {
            move(BlockSlab.NOWHERE);
            slab.endTaken(Note.POOLED);
            activate(random);
        }
    }

    private void activate(Random random) {
        int sizeClass = SizeClasses.of(SIZES[random.nextInt(SIZES.length)]);
        slab.activate(sizeClass, BlockLinks.of(sizeClass), heap);
        move(BlockSlab.CURRENT);
    }

    private void move(int place) {
        slab.moveTo(place);
        frees = 0;
    }

    private void pop() {
        long block = slab.pop();
        if (block == BlockSlab.NO_BLOCK) {
            assertThat(slab.first()).as(step).isEqualTo(BlockLinks.END);
            assertThat(slab.pushFresh()).as(step).isEqualTo(slab.hasBlocks());
            return;
        }
        int number = (int) (block - slab.base) / slab.blockSize();
        assertThat(block).as(step).isEqualTo(slab.base + (long) number * slab.blockSize());
        assertThat(number).as(step).isLessThan(slab.capacity());
        assertThat(live.get(number)).as("%s: block %d was live", step, number).isFalse();
        live.set(number);
        assertThat(slab.isLive(number)).as(step).isTrue();
    }

    /** Of any address in the slab; mostly of a block's start. */
    private void push(Random random) {
        int blockSize = slab.blockSize();
        int offset = random.nextInt(10) == 0 ? random.nextInt(Slab.BYTES) : random.nextInt(slab.capacity()) * blockSize;
        boolean expected = offset % blockSize == 0 && live.get(offset / blockSize);
        assertThat(slab.push(slab.startAt(slab.base + offset))).as(step).isEqualTo(expected);
        if (expected) {
            live.clear(offset / blockSize);
            frees++;
        }
        boolean told = expected
                && switch (slab.where) {
                    case BlockSlab.CURRENT -> false;
                    case BlockSlab.FULL -> frees == 1;
                    default -> live.isEmpty();
                };
        assertThat(events).as(step).isEqualTo(told ? 1 : 0);
    }

    private void pushChecked(int number) {
        assertThat(slab.pushChecked(number)).as(step).isEqualTo(live.get(number));
        if (live.get(number)) {
            live.clear(number);
            frees++;
        }
        assertThat(events).as(step).isZero();
    }

    private void compareAll() {
        BitSet seen = new BitSet();
        for (int number = 0; number < slab.capacity(); number++) {
            seen.set(number, slab.isLive(number));
        }
        assertThat(seen).as(step).isEqualTo(live);
        for (int number = slab.first(); number != BlockLinks.END; number = slab.next(number)) {
            assertThat(seen.get(number))
                    .as("%s: block %d is free twice, or live", step, number)
                    .isFalse();
            seen.set(number);
        }
        assertThat(seen.cardinality()).as(step).isEqualTo(slab.pushed());
        assertThat(seen.length()).as(step).isEqualTo(slab.pushed());
    }
}
