package hakmem.tiny;

import hakmem.superslab.spi.MemoryRefusedException;
import java.util.function.Consumer;

/**
 * A few heaps shared by the threads that have none: virtual threads, which may number millions, and platform threads beyond
 * the bound of {@link HeapRegistry}. Safe for use by several threads.
 *
 * <p>A virtual thread that allocates often without another in between gets a heap like a platform thread, while there are
 * any: the lock of a stripe costs more than everything else about an allocation.
 *
 * <p>A thread tries the stripe its number points to, and the next if that is taken. There are twice as many stripes as
 * processors, rounded up to a power of two, so a free one is soon found unless a holder has lost its processor.
 */
final class StripedHeaps {
    private static final int SPINS_BEFORE_YIELD = 64;

    private final SlabExchange exchange;
    private final Stripe[] stripes;
    private final int mask;

    StripedHeaps(SlabExchange exchange, int processors) {
        this.exchange = exchange;
        int count = Integer.highestOneBit(Math.max(1, 2 * processors - 1)) << 1;
        this.stripes = new Stripe[count];
        for (int i = 0; i < count; i++) {
            stripes[i] = new Stripe(exchange);
        }
        this.mask = count - 1;
    }

    /**
     * Whether a thread has allocated so often that it should ask for a heap. It may have to ask again and again, for there may
     * be none to be had; a lost or a torn count does no harm.
     */
    boolean isRegular(Thread thread) {
        long number = thread.threadId();
        return stripes[(int) number & mask].takeRegular(number);
    }

    /*
     * Each critical section ends with unlock(), and, should anything be thrown before, with a plain assignment to the volatile
     * lock word: a call there could itself run out of stack, which is what may have been thrown, and a stripe that stays
     * locked stops every thread that needs it, for ever.
     */
    long allocate(Thread thread, int sizeClass) throws MemoryRefusedException {
        Stripe stripe = lockAny(thread);
        long block;
        BlockSlab toRelease;
        boolean unlocked = false;
        try {
            block = stripe.heap.pop(sizeClass);
            if (block == BlockSlab.NO_BLOCK) {
                block = stripe.heap.popSlow(sizeClass);
                if (block == BlockSlab.NO_BLOCK) {
                    stripe.heap.prepare(sizeClass);
                }
            }
            stripe.count(thread.threadId());
            toRelease = stripe.heap.takeToRelease();
            stripe.unlock();
            unlocked = true;
        } finally {
            if (!unlocked) {
                stripe.locked = 0;
            }
        }
        release(toRelease, block);
        return block != BlockSlab.NO_BLOCK ? block : allocateFromPool(stripe, sizeClass);
    }

    /**
     * Goes to the pool without the lock, for that may block. Any number of virtual threads may wait there for one stripe
     * meanwhile: the first that comes back brings blocks for all, and the others give back what they bring.
     */
    private long allocateFromPool(Stripe stripe, int sizeClass) throws MemoryRefusedException {
        BlockSlab slab = exchange.acquire(sizeClass);
        boolean installed = false;
        try {
            lock(stripe);
            long block;
            BlockSlab toRelease;
            boolean unlocked = false;
            try {
                block = stripe.heap.pop(sizeClass);
                if (block == BlockSlab.NO_BLOCK) {
                    block = stripe.heap.popSlow(sizeClass);
                }
                if (block == BlockSlab.NO_BLOCK) {
                    // Another thread may have used up what was prepared.
                    stripe.heap.prepare(sizeClass);
                    // Before it is: should the stack run out on the way, the slab may be in the heap already.
                    installed = true;
                    stripe.heap.install(slab, sizeClass);
                    block = stripe.heap.pop(sizeClass);
                }
                toRelease = stripe.heap.takeToRelease();
                stripe.unlock();
                unlocked = true;
            } finally {
                if (!unlocked) {
                    stripe.locked = 0;
                }
            }
            release(toRelease, block);
            return block;
        } finally {
            if (!installed) {
                exchange.returnUnused(slab);
            }
        }
    }

    /**
     * Frees a block of a stripe as its owner, if the stripe can be had at once.
     *
     * @return false if it must be freed as another's
     */
    boolean tryFree(Stripe stripe, BlockSlab slab, long address) {
        if (!stripe.tryLock()) {
            return false;
        }
        boolean freed;
        BlockSlab toRelease;
        boolean unlocked = false;
        try {
            freed = slab.owner() == stripe.heap && slab.isQuiet() && slab.push(slab.startAt(address));
            toRelease = stripe.heap.takeToRelease();
            stripe.unlock();
            unlocked = true;
        } finally {
            if (!unlocked) {
                stripe.locked = 0;
            }
        }
        exchange.releaseAll(toRelease);
        return freed;
    }

    /** Does something with the heap of each stripe, with its lock. */
    void forEach(Consumer<ThreadHeap> action) {
        for (Stripe stripe : stripes) {
            act(stripe, action);
        }
    }

    /** Does something with the heap of one stripe, with its lock. */
    void withOne(Consumer<ThreadHeap> action) {
        act(null, action);
    }

    private void act(Stripe given, Consumer<ThreadHeap> action) {
        Stripe stripe = given != null ? lock(given) : lockAny(Thread.currentThread());
        BlockSlab toRelease;
        boolean unlocked = false;
        try {
            action.accept(stripe.heap);
            toRelease = stripe.heap.takeToRelease();
            stripe.unlock();
            unlocked = true;
        } finally {
            if (!unlocked) {
                stripe.locked = 0;
            }
        }
        exchange.releaseAll(toRelease);
    }

    /** If the strategy fails to take a slab back, the block is freed, for the caller will not see it. */
    private void release(BlockSlab slabs, long block) {
        if (slabs == null) {
            return;
        }
        boolean done = false;
        try {
            exchange.releaseAll(slabs);
            done = true;
        } finally {
            BlockSlab slab = done || block == BlockSlab.NO_BLOCK ? null : exchange.slabOf(block);
            if (slab != null) { // unless the allocator was closed meanwhile
                RemoteFree.free(slab, block, exchange);
            }
        }
    }

    private Stripe lockAny(Thread thread) {
        int start = (int) thread.threadId();
        for (int tries = 0; ; tries++) {
            Stripe stripe = stripes[(start + tries) & mask];
            if (stripe.tryLock()) {
                return stripe;
            }
            pause(tries);
        }
    }

    private static Stripe lock(Stripe stripe) {
        for (int tries = 0; !stripe.tryLock(); tries++) {
            pause(tries);
        }
        return stripe;
    }

    /** A holder that lost its processor gets it back sooner if this thread gives up its own. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void pause(int tries) {
        if (tries < SPINS_BEFORE_YIELD) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }
}
