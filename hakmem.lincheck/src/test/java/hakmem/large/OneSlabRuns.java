package hakmem.large;

import hakmem.api.InvalidFreeException;
import hakmem.lincheck.AddressSource;
import hakmem.lincheck.InSlabWords;
import hakmem.sharedpool.GuardedPool;
import hakmem.sharedpool.locked.LockedPoolProvider;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * Runs of one slab, of which so many are live that the slab of one that is freed is kept. Threads allocate and free them, release
 * what is kept, and free a run that is everybody's: of all who try, one is told that it was a free. No slab is ever in two hands.
 */
public class OneSlabRuns implements InSlabWords {
    /** Enough for one to be kept by each of the threads, of which there are a few. */
    private static final int LIVE = KeptRuns.LIVE_PER_KEPT + 4;

    private final Region region =
            Region.reserve(new AddressSource(), SuperSlab.BYTES, new MemoryBudget(SuperSlab.BYTES));

    /** By slab: runs that were handed out, but everybody's, less those freed. */
    private final AtomicIntegerArray held = new AtomicIntegerArray(SuperSlab.SLABS);

    private final long everybodys;

    final GuardedPool pool = GuardedPool.open(new LockedPoolProvider(), region);
    final Runs runs = new Runs(pool);

    /** For Lincheck. */
    public OneSlabRuns() throws MemoryRefusedException {
        everybodys = fill();
        if (everybodys % Slab.BYTES == 0) {
            throw new AssertionError("everybody's run starts where others do");
        }
    }

    /** What nobody frees; and one that all do, at its color: a late free is not taken for one of who has its slab by then. */
    private long fill() throws MemoryRefusedException {
        for (int i = 1; i < LIVE; i++) {
            hold(runs.allocate(Slab.BYTES, true, false));
        }
        return runs.allocate(1, false, false);
    }

    private Slab hold(long run) {
        Slab slab = region.slab(run);
        if (held.getAndIncrement(slab.index()) != 0) {
            throw new AssertionError(slab + " was handed out twice");
        }
        return slab;
    }

    /** Takes a slab, which must be in nobody's hands. */
    @Operation
    public void allocate() throws MemoryRefusedException {
        hold(allocateOne());
    }

    /** Takes one and frees it, so that one is kept. */
    @Operation
    public void allocateAndFree() throws MemoryRefusedException {
        Slab slab = hold(allocateOne());
        held.getAndDecrement(slab.index());
        if (!tryFree(slab, slab.address())) {
            throw new AssertionError(slab + " was freed by another");
        }
    }

    /** Whether the free was accepted. */
    @Operation
    public boolean freeEverybodys() {
        return tryFree(region.slab(everybodys), everybodys);
    }

    /** As a thread does that is about to be refused memory. */
    @Operation
    public void releaseKept() {
        runs.releaseKept();
    }

    long allocateOne() throws MemoryRefusedException {
        return runs.allocate(Slab.BYTES, true, false);
    }

    boolean tryFree(Slab slab, long address) {
        try {
            runs.free(slab, address);
            return true;
        } catch (InvalidFreeException e) {
            return false;
        }
    }

    /** What is kept is kept once, and what is live is in somebody's hands. */
    @Validate
    public void nothingIsLost() {
        freeEverybodys();
        runs.validate();
        int sum = 0;
        for (int slab = 0; slab < held.length(); slab++) {
            sum += held.get(slab);
        }
        if (runs.census().runs() != sum) {
            throw new AssertionError(runs.census().runs() + " are live, and " + sum + " in somebody's hands");
        }
    }

    /** What should come of it. */
    public static class Specification {
        private boolean freed;

        /** There is room for all. */
        public void allocate() {}

        /** The same. */
        public void allocateAndFree() {}

        /** The first is accepted. */
        public boolean freeEverybodys() {
            boolean first = !freed;
            freed = true;
            return first;
        }

        /** No allocation can tell. */
        public void releaseKept() {}
    }
}
