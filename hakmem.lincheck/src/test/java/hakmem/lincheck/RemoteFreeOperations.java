package hakmem.lincheck;

import hakmem.api.InvalidFreeException;
import hakmem.sharedpool.GuardedPool;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.tiny.SizeClasses;
import hakmem.tiny.TinyAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * Small blocks, as operations for Lincheck: two blocks fill a slab, so that every allocation is near the slow path. Each
 * thread has a heap of its own; blocks go from one to another through a mailbox, and one block, of a thread that does
 * nothing else, is there to be freed by everybody.
 */
@Param(name = "thread", gen = ThreadIdGen.class)
public class RemoteFreeOperations {
    private static final int BLOCK = 1 << 15;
    private static final int SIZE_CLASS = SizeClasses.of(BLOCK);
    private static final int THREADS = 4;

    private final Region region =
            Region.reserve(new AddressSource(), SuperSlab.BYTES, new MemoryBudget(SuperSlab.BYTES));
    private final TinyAllocator blocks = new TinyAllocator(GuardedPool.open(new SingleSlabs(), region));

    /** Blocks in somebody's hands, by number. */
    private final AtomicIntegerArray used = new AtomicIntegerArray(SuperSlab.BYTES / BLOCK);

    private final Deque<Long>[] held;
    private final AtomicLong mailbox = new AtomicLong();
    private final long everybodys;

    /** For Lincheck. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    public RemoteFreeOperations() throws MemoryRefusedException {
        held = new Deque[THREADS];
        for (int i = 0; i < THREADS; i++) {
            held[i] = new ArrayDeque<>();
        }
        everybodys = blocks.allocate(SIZE_CLASS);
    }

    /** Takes a block, which must be in nobody's hands. */
    @Operation
    public void allocate(@Param(name = "thread") int thread) throws MemoryRefusedException {
        long block = blocks.allocate(SIZE_CLASS);
        if (!used.compareAndSet(number(block), 0, 1)) {
            throw new AssertionError("block " + number(block) + " was handed out twice");
        }
        held[thread].push(block);
    }

    /** Frees a block of one's own; whether there was one. */
    @Operation
    public boolean freeOwn(@Param(name = "thread") int thread) {
        Long block = held[thread].poll();
        if (block != null) {
            free(block);
        }
        return block != null;
    }

    /** Puts a block in the mailbox, and frees the one that was there, which is another's perhaps; whether there was one. */
    @Operation
    public boolean exchange(@Param(name = "thread") int thread) {
        Long block = held[thread].poll();
        long other = mailbox.getAndSet(block == null ? 0 : block);
        if (other != 0) {
            free(other);
        }
        return other != 0;
    }

    /** Frees the block that all free; of all who do, one is told that it was a free. */
    @Operation
    public boolean freeEverybodys() {
        try {
            release(everybodys);
            return true;
        } catch (InvalidFreeException e) {
            return false;
        }
    }

    /** Whatever was freed can be had again: with all blocks freed, and what is pending collected, nothing is live. */
    @Validate
    public void nothingIsLost() {
        for (int thread = 0; thread < THREADS; thread++) {
            while (freeOwn(thread)) {
                // until it has none
            }
        }
        exchange(0);
        freeEverybodys();
        blocks.validate();
        if (blocks.stats().liveBlocks() != 0 || blocks.stats().lateDoubleFrees() != 0) {
            throw new AssertionError("blocks are left: " + blocks.stats());
        }
    }

    private void free(long block) {
        if (!used.compareAndSet(number(block), 1, 0)) {
            throw new AssertionError("block " + number(block) + " is in nobody's hands");
        }
        release(block);
    }

    private void release(long block) {
        if (!blocks.fastPath().tryFree(block)) {
            blocks.freeSlow(block);
        }
    }

    private int number(long block) {
        return (int) ((block - region.base()) / BLOCK);
    }

    /**
     * What the operations return, one after the other. Not the operations themselves, as elsewhere: run by one thread, they
     * would allocate the block that all free a second time, and no allocator can tell its old owners from the new one.
     */
    public static class Specification {
        private final int[] held = new int[THREADS];
        private boolean mail;
        private boolean freed;

        /** Counts. */
        public void allocate(int thread) {
            held[thread]++;
        }

        /** Whether there was one. */
        public boolean freeOwn(int thread) {
            boolean had = held[thread] > 0;
            held[thread] -= had ? 1 : 0;
            return had;
        }

        /** Whether there was one. */
        public boolean exchange(int thread) {
            boolean had = mail;
            mail = freeOwn(thread);
            return had;
        }

        /** The first is told that it was a free. */
        public boolean freeEverybodys() {
            boolean first = !freed;
            freed = true;
            return first;
        }
    }
}
