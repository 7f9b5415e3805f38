package hakmem.bench.bounds;

import hakmem.api.Allocator;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Allocates and frees, and counts what is live. Safe for use by several threads. */
final class Ledger {
    /** Small sizes are common, larger ones ever rarer: each doubling is as likely as the next. */
    private static final int LEAST_SHIFT = 4;

    private final Allocator allocator;
    private final AtomicLong live = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    Ledger(Allocator allocator) {
        this.allocator = allocator;
    }

    Allocator allocator() {
        return allocator;
    }

    /** Allocates a block of a size as likely to be in one doubling as in another, up to {@code 2^mostShift} bytes. */
    long takeRandom(SplittableRandom random, int mostShift) {
        int shift = random.nextInt(LEAST_SHIFT, mostShift);
        return take((1L << shift) + random.nextLong(1L << shift));
    }

    long take(long byteSize) {
        long block = allocator.malloc(byteSize);
        long now = live.addAndGet(allocator.usableSize(block));
        peak.accumulateAndGet(now, Math::max);
        return block;
    }

    void give(long block) {
        live.addAndGet(-allocator.usableSize(block));
        allocator.free(block);
    }

    void giveAll(long[] blocks) {
        for (int i = 0; i < blocks.length; i++) {
            if (blocks[i] != 0) {
                give(blocks[i]);
                blocks[i] = 0;
            }
        }
    }

    /** Usable bytes of the blocks that are live. */
    long live() {
        return live.get();
    }

    long peak() {
        return peak.get();
    }
}
