package hakmem.tiny;

import hakmem.api.InvalidFreeException;
import hakmem.sharedpool.GuardedPool;
import hakmem.superslab.Initializers;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Blocks of up to 32 KiB: the door of this module. Safe for use by several threads.
 *
 * <p>Callers try {@link #fastPath()} first; here is what it leaves.
 */
public final class TinyAllocator {
    /** The most heaps of platform threads; the threads beyond share stripes. */
    public static final int MAX_HEAPS = 128;

    private final ThreadHeap[] heaps;
    private final long base;
    private final FastPath fastPath;
    private final HeapRegistry registry;
    private final StripedHeaps stripes;
    private final SlabExchange exchange;

    /**
     * While one thread reclaims, slabs that nobody needs are in its hands; a thread that has been refused memory, and
     * reclaims before it gives up, must find them where they go rather than be refused for good.
     */
    private final ReentrantLock reclaiming = new ReentrantLock();

    /**
     * Makes an allocator on a pool.
     *
     * @param pool where slabs come from; closed by the caller, after this
     */
    public TinyAllocator(GuardedPool pool) {
        this(pool, MAX_HEAPS, Runtime.getRuntime().availableProcessors());
    }

    TinyAllocator(GuardedPool pool, int maxHeaps, int processors) {
        Initializers.run(RemoteFrees.class);
        this.exchange = new SlabExchange(pool);
        this.registry = new HeapRegistry(exchange, maxHeaps);
        this.stripes = new StripedHeaps(exchange, processors);
        this.heaps = registry.table();
        this.base = pool.region().base();
        this.fastPath = FastPath.of(heaps, base, exchange.table());
    }

    /**
     * The way of most blocks, to be tried before anything else.
     *
     * @return always the same
     */
    public FastPath fastPath() {
        return fastPath;
    }

    /**
     * Allocates a block.
     *
     * @param sizeClass 0 to {@link SizeClasses#COUNT} - 1
     * @return its address
     * @throws MemoryRefusedException if the pool has no more slabs; nothing has changed then
     * @throws IllegalStateException if the allocator is closed
     */
    public long allocate(int sizeClass) throws MemoryRefusedException {
        Thread thread = Thread.currentThread();
        ThreadHeap heap = heaps[(int) thread.threadId() & HeapRegistry.TABLE_MASK];
        if (heap.owner() == thread) {
            long block = heap.pop(sizeClass);
            if (block != BlockSlab.NO_BLOCK) {
                return block;
            }
            return allocateSlow(heap, thread, sizeClass);
        }
        return allocateElsewhere(thread, sizeClass);
    }

    /**
     * Frees a block that {@link FastPath#tryFree} did not, or says what is wrong with it.
     *
     * @param address an address in the region
     * @throws hakmem.api.DoubleFreeException if the block was freed before
     * @throws InvalidFreeException if no live block of this module starts there
     * @throws IllegalStateException if the allocator is closed
     */
    public void freeSlow(long address) {
        registry.checkOpen();
        BlockSlab slab = slabOf(address);
        ThreadHeap heap = slab.owner();
        Thread thread = Thread.currentThread();
        if (heap.owner() == thread) {
            // What the fast path does not know: slabs above those it has looked at, and those of a heap that was
            // another's.
            fastPath.lookAtTable();
            if (!slab.isQuiet() || !slab.regainQuiet() || !slab.push(slab.startAt(address))) {
                freeOwn(heap, slab, address);
            }
        } else if (Note.stateOf(slab.note()) == Note.ABANDONED && tryAdoptToFree(slab, address, thread)) {
            return;
        } else if (heap.stripe() == null || !stripes.tryFree(heap.stripe(), slab, address)) {
            RemoteFree.free(slab, address, exchange);
        }
    }

    /**
     * Makes what {@link #freeSlow} may take of the Java heap to free a live block by this thread. With a full heap that throws
     * before anything has happened; who must not find out half-way asks before.
     *
     * @param address the start of a live block
     * @throws OutOfMemoryError if the Java heap is full
     */
    public void prepareFree(long address) {
        BlockSlab slab = slabOf(address);
        if (slab.owner().owner() != Thread.currentThread()) {
            slab.remoteOf(Note.generationOf(slab.note()));
        }
    }

    /**
     * The bytes that may be used in a block.
     *
     * @param address an address in the region
     * @return the size of its class
     * @throws InvalidFreeException if no live block of this module starts there
     * @throws IllegalStateException if the allocator is closed
     */
    public int usableSize(long address) {
        registry.checkOpen();
        BlockSlab slab = slabOf(address);
        int number = slab.numberOf(address);
        if (Note.stateOf(slab.note()) == Note.POOLED || !slab.isLive(number)) {
            throw FreeErrors.notLive(slab, address);
        }
        RemoteFrees frees = slab.remote();
        if (frees != null && frees.generation() == Note.generationOf(slab.note()) && frees.isPending(number)) {
            throw FreeErrors.freedTwice(slab, address);
        }
        return slab.blockSize();
    }

    /**
     * Gives back what nobody uses: takes the heaps of threads that have ended apart, collects what other threads have
     * freed in slabs without an owner, and in the caller's own heap. The pool is to be trimmed after that.
     *
     * @param everything also takes the caller's heap and the stripes apart, which have to warm up again then
     */
    public void reclaim(boolean everything) {
        reclaiming.lock();
        try {
            reclaimAlone(everything);
        } finally {
            reclaiming.unlock();
        }
    }

    private void reclaimAlone(boolean everything) {
        registry.checkOpen();
        registry.forEachWithoutOwner(ThreadHeap::scatter);
        // A stripe may rest for long without anybody to collect what was freed in its slabs, or to use those it keeps.
        stripes.forEach(everything ? ThreadHeap::scatter : ThreadHeap::collectOrScatter);
        ThreadHeap own = registry.ofThread(Thread.currentThread());
        if (own == null) {
            stripes.withOne(ThreadHeap::collectPartial);
            return;
        }
        if (everything) {
            own.scatter();
        } else {
            own.collect();
        }
        own.collectPartial();
        exchange.releaseAll(own.takeToRelease());
    }

    /** Ends the allocator: later calls fail. The memory is given back with the region. */
    public void close() {
        registry.close();
        fastPath.close();
    }

    boolean isClosed() {
        return registry.isClosed();
    }

    /** Heaps of threads, without the stripes. */
    int heapCount() {
        return registry.heaps().length;
    }

    /**
     * Looks at what the heaps and slabs hold.
     *
     * @return a snapshot
     */
    public TinyStats stats() {
        return TinyStats.of(exchange, registry, stripes);
    }

    /**
     * Checks the equations of every structure, while no other thread uses the allocator.
     *
     * @throws AssertionError if one does not hold, with the values
     */
    public void validate() {
        // A housekeeper that reclaims meanwhile would be the other thread.
        reclaiming.lock();
        try {
            Validation.validate(exchange, registry, stripes);
        } finally {
            reclaiming.unlock();
        }
    }

    private long allocateSlow(ThreadHeap heap, Thread thread, int sizeClass) throws MemoryRefusedException {
        registry.checkOpen();
        long block = heap.popSlow(sizeClass);
        if (block != BlockSlab.NO_BLOCK) {
            return block;
        }
        ThreadHeap larger = registry.trade(heap, thread);
        if (larger != heap) {
            block = larger.pop(sizeClass);
            if (block == BlockSlab.NO_BLOCK) {
                block = larger.popSlow(sizeClass);
            }
            if (block != BlockSlab.NO_BLOCK) {
                return block;
            }
        }
        larger.prepare(sizeClass);
        larger.install(exchange.acquire(sizeClass), sizeClass);
        fastPath.lookAtTable();
        return larger.pop(sizeClass);
    }

    private long allocateElsewhere(Thread thread, int sizeClass) throws MemoryRefusedException {
        registry.checkOpen();
        if (!thread.isVirtual() || stripes.isRegular(thread)) {
            ThreadHeap heap = registry.find(thread);
            if (heap != null) {
                long block = heap.pop(sizeClass);
                return block != BlockSlab.NO_BLOCK ? block : allocateSlow(heap, thread, sizeClass);
            }
        }
        return stripes.allocate(thread, sizeClass);
    }

    /**
     * Frees a block of an abandoned slab by taking the slab over; see {@link AdoptedSlabs}.
     *
     * @return false if it must be freed as another's
     */
    private boolean tryAdoptToFree(BlockSlab slab, long address, Thread thread) {
        long note = slab.note();
        int number = slab.numberOf(address);
        if (Note.stateOf(note) != Note.ABANDONED
                || slab.slabs() > AdoptedSlabs.MOST_SLABS
                || thread.isVirtual()
                || thread instanceof KeepsNothing
                || !slab.isLive(number)) {
            return false;
        }
        ThreadHeap heap = heapToFree(thread);
        return heap != null && heap.tryAdoptToFree(slab, note, number);
    }

    /** The heap of a thread that frees, or null if it has to do without, as with a full Java heap. */
    private ThreadHeap heapToFree(Thread thread) {
        ThreadHeap heap = heaps[(int) thread.threadId() & HeapRegistry.TABLE_MASK];
        if (heap.owner() == thread) {
            return heap;
        }
        try {
            return registry.findToFree(thread);
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    /** A free by the owner that was refused: others have frees pending in the slab, or it is an error. */
    private void freeOwn(ThreadHeap heap, BlockSlab slab, long address) {
        int number = slab.numberOf(address);
        if (!slab.isLive(number)) {
            throw FreeErrors.notLive(slab, address);
        }
        RemoteFrees frees = slab.remote();
        if (frees != null && frees.generation() == Note.generationOf(slab.note()) && frees.isPending(number)) {
            throw FreeErrors.freedTwice(slab, address);
        }
        slab.pushChecked(number);
        if (slab.untilEvent == 0) {
            heap.event(slab);
        }
        // As long as the note is raised, every free of the owner in this slab comes this way.
        heap.collectNowAndThen();
    }

    BlockSlab slabOf(long address) {
        long distance = (address - base) >>> Slab.SHIFT;
        int index = (int) distance;
        BlockSlab slab = index == distance ? exchange.get(index) : null;
        if (slab == null) {
            registry.checkOpen(); // again: the table may have been cleared since
            throw new InvalidFreeException(
                    address, "0x%x is no block: nothing was allocated in its slab".formatted(address));
        }
        return slab;
    }
}
