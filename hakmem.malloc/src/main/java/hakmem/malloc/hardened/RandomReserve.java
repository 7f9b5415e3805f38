package hakmem.malloc.hardened;

import hakmem.api.OffHeapOutOfMemoryError;
import hakmem.superslab.Slab;
import hakmem.tiny.SizeClasses;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;

/**
 * Chooses small blocks at random: some free blocks of each size class are kept here, and who needs one puts a new one in the
 * place of one chosen at random. Safe for use by several threads; lock-free.
 */
final class RandomReserve {
    /*
     * slots, for each stripe and size class, 4 to 32 of them:
     *
     *    |  a  |  0  |  b  |  c  |       malloc: x from the allocator beneath, i at random, swap(slot i, x)
     *             ^                      a block comes out: that is it; 0 comes out: once more with another x
     *
     * so the slots fill by themselves, and each block goes in and out by an atomic swap, to exactly one thread.
     *
     * The numbers are SplitMix64 (Steele, Lea and Flood, 2014) from a secret start for each stripe. Somebody who sees enough
     * of its numbers can foretell the others; of an address at most five bits of one are seen.
     */
    private static final int MOST_SLOTS = 32;
    private static final int LEAST_SLOTS = 4;

    /** Bytes from which on a class has fewer slots. */
    private static final int BYTES = 16 << 10;

    /** From one stripe's number to the next: two cache lines. */
    private static final int STRIDE = 16;

    private static final long GAMMA = 0x9e37_79b9_7f4a_7c15L;

    private final Substrate substrate;
    private final AtomicReferenceArray<AtomicLongArray> slots =
            new AtomicReferenceArray<>(Stripes.COUNT * SizeClasses.COUNT);
    private final AtomicLongArray numbers = new AtomicLongArray((Stripes.COUNT + 1) * STRIDE);
    private long numbersSeen;

    RandomReserve(Substrate substrate, SecureRandom random) {
        this.substrate = substrate;
        for (int stripe = 0; stripe < Stripes.COUNT; stripe++) {
            numbers.set((stripe + 1) * STRIDE, random.nextLong());
        }
    }

    /** Takes a block of a size class, aligned as every block of the class is. */
    long take(int sizeClass) {
        int stripe = Stripes.current();
        AtomicLongArray mine = slotsOf(stripe, sizeClass);
        while (true) {
            long fresh;
            try {
                fresh = substrate.allocate(SizeClasses.blockSize(sizeClass), SizeClasses.alignment(sizeClass));
            } catch (OffHeapOutOfMemoryError e) {
                long any = takeAny(mine);
                if (any != 0) {
                    return any;
                }
                throw e;
            }
            Slab slab = substrate.region().slab(fresh);
            if (slab == null) {
                // Memory is short, and this one has pages of its own.
                return fresh;
            }
            long chosen = mine.getAndSet(next(stripe) & mine.length() - 1, fresh);
            if (chosen != 0) {
                return chosen;
            }
        }
    }

    /** Takes everything out. */
    void drain(LongConsumer action) {
        for (int i = 0; i < slots.length(); i++) {
            AtomicLongArray some = slots.get(i);
            for (int slot = 0; some != null && slot < some.length(); slot++) {
                long address = some.get(slot);
                if (address != 0) {
                    // Before it is out of here: with a full Java heap it stays.
                    substrate.prepareFree(address);
                    if (some.compareAndSet(slot, address, 0)) {
                        action.accept(address);
                    }
                }
            }
        }
    }

    /** Takes everything out if nobody has taken a block since the last call. By one thread at a time. */
    void drainIfIdle(LongConsumer action) {
        long sum = 0;
        for (int stripe = 0; stripe < Stripes.COUNT; stripe++) {
            sum += numbers.get((stripe + 1) * STRIDE);
        }
        if (sum == numbersSeen) {
            drain(action);
        }
        numbersSeen = sum;
    }

    /** How many blocks of each size class are here. */
    long[] counts() {
        long[] counts = new long[SizeClasses.COUNT];
        for (int i = 0; i < slots.length(); i++) {
            AtomicLongArray some = slots.get(i);
            for (int slot = 0; some != null && slot < some.length(); slot++) {
                counts[i % SizeClasses.COUNT] += some.get(slot) != 0 ? 1 : 0;
            }
        }
        return counts;
    }

    private AtomicLongArray slotsOf(int stripe, int sizeClass) {
        int index = stripe * SizeClasses.COUNT + sizeClass;
        AtomicLongArray there = slots.get(index);
        if (there == null) {
            int wanted = Integer.highestOneBit(Math.max(1, BYTES / SizeClasses.blockSize(sizeClass)));
            slots.compareAndSet(index, null, new AtomicLongArray(Math.clamp(wanted, LEAST_SLOTS, MOST_SLOTS)));
            there = slots.get(index);
        }
        return there;
    }

    private static long takeAny(AtomicLongArray slots) {
        for (int slot = 0; slot < slots.length(); slot++) {
            long address = slots.getAndSet(slot, 0);
            if (address != 0) {
                return address;
            }
        }
        return 0;
    }

    private int next(int stripe) {
        long z = numbers.addAndGet((stripe + 1) * STRIDE, GAMMA);
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return (int) (z ^ z >>> 31);
    }
}
