package hakmem.large;

import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** One step is done wrong; the others are as they are shipped. */
abstract class BrokenOneSlabRuns extends OneSlabRuns {
    private static final VarHandle KEPT;
    private static final VarHandle STRIPES;

    static {
        try {
            // They stay private: nobody else has any business there.
            KEPT = MethodHandles.privateLookupIn(Runs.class, MethodHandles.lookup())
                    .findVarHandle(Runs.class, "kept", KeptRuns.class);
            STRIPES = MethodHandles.privateLookupIn(KeptRuns.class, MethodHandles.lookup())
                    .findVarHandle(KeptRuns.class, "stripes", AtomicReferenceArray.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    BrokenOneSlabRuns() throws MemoryRefusedException {}

    final KeptRuns kept() {
        return (KeptRuns) KEPT.get(runs);
    }

    /** A place is looked at, and emptied then: who drains it in between has the same slab. */
    public static class TakenByALook extends BrokenOneSlabRuns {
        /** For Lincheck. */
        public TakenByALook() throws MemoryRefusedException {}

        @Override
        long allocateOne() throws MemoryRefusedException {
            Slab slab = takeByALook();
            if (slab == null) {
                return super.allocateOne();
            }
            if (!slab.tryReclass(slab.word(), LargeBlocks.RUN_CLASS)) {
                throw new AssertionError(slab + " was taken by another");
            }
            return slab.address();
        }

        @SuppressWarnings("unchecked") // an array of arrays, as it is declared
        private Slab takeByALook() {
            AtomicReferenceArray<AtomicReferenceArray<Slab>> stripes =
                    (AtomicReferenceArray<AtomicReferenceArray<Slab>>) STRIPES.get(kept());
            int stripe = (int) Thread.currentThread().threadId() & stripes.length() - 1;
            AtomicReferenceArray<Slab> places = stripes.get(stripe);
            int first = places == null ? 0 : (places.length() - KeptRuns.PLACES) / 2;
            for (int place = first; places != null && place < first + KeptRuns.PLACES; place++) {
                Slab slab = places.get(place);
                if (slab != null) {
                    places.set(place, null);
                    return slab;
                }
            }
            return null;
        }
    }

    /** The word that is changed is not the one that was checked: it may be that of a slab which another has kept meanwhile. */
    public static class WordReadAgain extends BrokenOneSlabRuns {
        /** For Lincheck. */
        public WordReadAgain() throws MemoryRefusedException {}

        @Override
        boolean tryFree(Slab slab, long address) {
            if (!Runs.isRun(slab.word()) || !slab.tryReclass(slab.word(), LargeBlocks.KEPT_CLASS)) {
                return false;
            }
            Slab excess = kept().offer(slab);
            if (excess != null) {
                kept().count(-1);
                pool.release(excess, excess.word());
            }
            return true;
        }
    }
}
