package hakmem.tiny;

import hakmem.superslab.spi.MemoryRefusedException;
import java.util.function.Consumer;

/**
 * A few heaps shared by the threads that have none: virtual threads, which may number millions, and platform threads beyond
 * the bound of {@link HeapRegistry}. Safe for use by several threads.
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

    long allocate(Thread thread, int sizeClass) throws MemoryRefusedException {
        Stripe stripe = lockAny(thread);
        long block;
        try {
            block = stripe.heap.pop(sizeClass);
            if (block != BlockSlab.NO_BLOCK) {
                return block;
            }
            block = stripe.heap.popSlow(sizeClass);
            if (block == BlockSlab.NO_BLOCK) {
                stripe.heap.prepare(sizeClass);
            }
        } finally {
            unlockAndRelease(stripe);
        }
        return block != BlockSlab.NO_BLOCK ? block : allocateFromPool(stripe, sizeClass);
    }

    /** Goes to the pool without the lock, for that may block. */
    private long allocateFromPool(Stripe stripe, int sizeClass) throws MemoryRefusedException {
        BlockSlab slab = exchange.acquire(sizeClass);
        lock(stripe);
        boolean installed = false;
        try {
            // Another thread may have used up what was prepared.
            stripe.heap.prepare(sizeClass);
            stripe.heap.install(slab, sizeClass);
            installed = true;
            return stripe.heap.pop(sizeClass);
        } finally {
            unlockAndRelease(stripe);
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
        try {
            if (slab.owner() != stripe.heap) {
                return false;
            }
            int oldTop = slab.push(address);
            if (oldTop < 0) {
                return false;
            }
            if (slab.isEvent(oldTop)) {
                stripe.heap.event(slab);
            }
            return true;
        } finally {
            unlockAndRelease(stripe);
        }
    }

    /** Does something with the heap of each stripe, with its lock. */
    void forEach(Consumer<ThreadHeap> action) {
        for (Stripe stripe : stripes) {
            lock(stripe);
            try {
                action.accept(stripe.heap);
            } finally {
                unlockAndRelease(stripe);
            }
        }
    }

    /** Does something with the heap of one stripe, with its lock. */
    void withOne(Consumer<ThreadHeap> action) {
        Stripe stripe = lockAny(Thread.currentThread());
        try {
            action.accept(stripe.heap);
        } finally {
            unlockAndRelease(stripe);
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

    private static void lock(Stripe stripe) {
        for (int tries = 0; !stripe.tryLock(); tries++) {
            pause(tries);
        }
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

    private void unlockAndRelease(Stripe stripe) {
        BlockSlab slab = stripe.heap.takeToRelease();
        stripe.unlock();
        while (slab != null) {
            BlockSlab next = slab.next;
            slab.next = null;
            exchange.release(slab);
            slab = next;
        }
    }
}
