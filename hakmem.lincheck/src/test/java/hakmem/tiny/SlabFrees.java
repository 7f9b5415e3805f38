package hakmem.tiny;

import hakmem.api.InvalidFreeException;
import hakmem.lincheck.AddressSource;
import hakmem.lincheck.SingleSlabs;
import hakmem.sharedpool.GuardedPool;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * A full slab of two blocks, which other threads free while its owner collects, lets go of it, and takes it up again.
 * Nothing is allocated meanwhile, so a block can be freed once: of all who try, one is told that it was a free. When all is
 * over each freed block must be allocatable, and no other.
 */
@Param(name = "block", gen = IntGen.class, conf = "0:1")
public class SlabFrees {
    static final String OWNER = "owner";
    private static final int SIZE_CLASS = SizeClasses.of(32 << 10);
    private static final int BLOCKS = 2;

    private final SlabExchange exchange;
    private final long[] blocks = new long[BLOCKS];

    /** How many frees of each block were accepted. */
    private final AtomicIntegerArray accepted = new AtomicIntegerArray(BLOCKS);

    final ThreadHeap heap;
    final BlockSlab slab;

    /** For Lincheck. */
    public SlabFrees() throws MemoryRefusedException {
        Region region = Region.reserve(new AddressSource(), SuperSlab.BYTES, new MemoryBudget(SuperSlab.BYTES));
        exchange = new SlabExchange(GuardedPool.open(new SingleSlabs(), region));
        heap = new PaddedThreadHeap(exchange, null, Thread.currentThread());
        slab = exchange.acquire(SIZE_CLASS);
        heap.prepare(SIZE_CLASS);
        heap.install(slab, SIZE_CLASS);
        for (int i = 0; i < BLOCKS; i++) {
            blocks[i] = allocate();
        }
        // Finds none, and moves the slab to the full ones.
        allocate();
    }

    /** From what the heap has, or from a slab that nobody owns; not from the pool. */
    private long allocate() {
        long block = heap.pop(SIZE_CLASS);
        return block != BlockSlab.NO_BLOCK ? block : heap.popSlow(SIZE_CLASS);
    }

    /** Whether the free was accepted. */
    @Operation
    public boolean free(@Param(name = "block") int block) {
        try {
            RemoteFree.free(slab, blocks[block], exchange);
        } catch (InvalidFreeException e) {
            return false;
        }
        accepted.incrementAndGet(block);
        return true;
    }

    /** The owner takes what it was told of. */
    @Operation(nonParallelGroup = OWNER)
    public void collect() {
        heap.collect();
    }

    /** The owner lets go of its slabs. */
    @Operation(nonParallelGroup = OWNER)
    public void letGo() {
        heap.scatter();
        exchange.releaseAll(heap.takeToRelease());
    }

    /** The owner looks at the slabs that nobody owns, and hands them over again. */
    @Operation(nonParallelGroup = OWNER)
    public void takeUp() {
        heap.collectPartial();
        exchange.releaseAll(heap.takeToRelease());
    }

    /** The owner finds the slab quiet and not marked, as it does after the heap was another's, and marks it. */
    @Operation(nonParallelGroup = OWNER)
    public void regain() {
        if (slab.owner() == heap && slab.isQuiet()) {
            slab.regainQuiet();
        }
    }

    /** Each block that was freed can be had again, once; and the owner's short way is closed while frees are pending. */
    @Validate
    public void nothingIsLost() {
        if (slab.quietUser != OwnedHeap.NO_USER && Note.stateOf(slab.note()) != Note.QUIET) {
            throw new AssertionError("marked as quiet, the note is " + Note.stateOf(slab.note()));
        }
        heap.collect();
        int freed = 0;
        for (int block = 0; block < BLOCKS; block++) {
            if (accepted.get(block) > 1) {
                throw new AssertionError("block " + block + " was freed twice");
            }
            freed += accepted.get(block);
        }
        int found = 0;
        while (allocate() != BlockSlab.NO_BLOCK) {
            found++;
        }
        boolean inPool = slab.slab.state() == Slab.State.EMPTY && Note.stateOf(slab.note()) == Note.POOLED;
        if (inPool ? freed != BLOCKS || found != 0 : found != freed) {
            throw new AssertionError(freed + " blocks were freed, and " + found + " can be had; " + slab.liveCount()
                    + " are live, the note is " + Note.stateOf(slab.note()) + ", in the pool: " + inPool);
        }
        if (exchange.lateDoubleFrees() != 0) {
            throw new AssertionError("a second free was found out too late");
        }
    }

    /** What should come of it. */
    public static class Specification {
        private final boolean[] freed = new boolean[BLOCKS];

        /** The first is accepted. */
        public boolean free(int block) {
            boolean first = !freed[block];
            freed[block] = true;
            return first;
        }

        /** Nobody can tell. */
        public void collect() {}

        /** Nobody can tell. */
        public void letGo() {}

        /** Nobody can tell. */
        public void takeUp() {}

        /** Nobody can tell. */
        public void regain() {}
    }
}
