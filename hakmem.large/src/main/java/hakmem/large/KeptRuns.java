package hakmem.large;

import hakmem.superslab.Slab;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * Slabs that were runs of one and are kept for the next such run: the way to the pool and back takes some twenty atomic
 * operations on words that every thread writes. What is here belongs to nobody; who takes it out has it alone. Safe for use by
 * several threads; lock-free.
 */
final class KeptRuns {
    /*
     * A few places for each of some stripes, which threads are spread over by their number. A place holds a slab or null, and
     * changes by compare-and-set. That a slab may come back to a place between the read and the compare-and-set does no
     * harm: all that is believed of it is that it was there.
     *
     * Places are filled from the first on and emptied from the last on, so that what comes last goes first, while its pages
     * are warm.
     *
     * How many a stripe may keep follows what is live in all: who frees everything ends with next to nothing kept. A run that
     * begins with what was kept, or is kept when it ends, counts nothing, for each count is an atomic operation, and waits for
     * what the program has just written to its blocks. Counted is what comes from the pool and what goes back, each by the
     * stripe of the thread that does it; the sum is what is live and what is kept:
     *
     *   out = live + kept;   each of n stripes may keep out / (LIVE_PER_KEPT + n), for then, if all do, it is live / LIVE_PER_KEPT
     *
     * It is looked at whenever a slab comes from the pool or goes back, and that is what leads down to nothing: what a stripe
     * has no room for goes back to the pool, out becomes less, and so does what may be kept. What a stripe keeps is emptied from outside by drain(), after
     * which it keeps nothing before it has looked again.
     *
     * The places of a stripe are made by a thread that allocates: a free makes no Java object.
     */
    /** Places of a stripe: 1 MiB. */
    static final int PLACES = 16;

    /** Of so many live runs one may be kept. */
    static final int LIVE_PER_KEPT = 16;

    private static final int STRIPES = 32;

    /** Elements before the first and after the last that is used: the processor fetches lines in pairs. */
    private static final int PADDING = 32;

    /** Two lines of counts for each stripe: what is out, and how many slabs may be kept. */
    private static final int COUNTS = 16;

    private final AtomicLongArray counts = new AtomicLongArray(COUNTS * (STRIPES + 2));
    private final AtomicReferenceArray<AtomicReferenceArray<Slab>> stripes = new AtomicReferenceArray<>(STRIPES);

    /** Takes a slab for a run that begins, or returns null: then the caller gets one from the pool, and tells of it. */
    Slab take() {
        int stripe = stripeOfThread();
        AtomicReferenceArray<Slab> places = stripes.get(stripe);
        return takeFrom(places != null ? places : make(stripe), 0);
    }

    /** A slab has come from the pool. */
    void came() {
        count(1);
        look(stripeOfThread());
    }

    private AtomicReferenceArray<Slab> make(int stripe) {
        AtomicReferenceArray<Slab> made = new AtomicReferenceArray<>(PADDING + PLACES + PADDING);
        AtomicReferenceArray<Slab> witness = stripes.compareAndExchange(stripe, null, made);
        return witness == null ? made : witness;
    }

    /** Counts slabs that have come from the pool, or have become runs of one; those that go the other way, as less than 0. */
    void count(int slabs) {
        counts.addAndGet(COUNTS * (stripeOfThread() + 1), slabs);
    }

    /**
     * Keeps the slab of a run that has ended.
     *
     * @return a slab that there is no room for, this one or one kept before, or null. The caller gives it back to the pool, counts
     *     it, and then does so with what {@link #takeExcess} finds
     */
    Slab offer(Slab slab) {
        int stripe = stripeOfThread();
        AtomicReferenceArray<Slab> places = stripes.get(stripe);
        int allowed = (int) counts.getOpaque(COUNTS * (stripe + 1) + 1);
        if (places == null || allowed == 0) {
            return slab;
        }
        for (int place = PADDING; place < PADDING + allowed; place++) {
            if (places.get(place) == null && places.compareAndSet(place, null, slab)) {
                return null;
            }
        }
        // What comes last is to go first, also where another has to make room for it.
        return places.getAndSet(PADDING + allowed - 1, slab);
    }

    /** Looks at how many slabs may be kept here now, and takes one of too many; null if there is none. */
    Slab takeExcess() {
        int stripe = stripeOfThread();
        AtomicReferenceArray<Slab> places = stripes.get(stripe);
        return places == null ? null : takeFrom(places, look(stripe));
    }

    private int look(int stripe) {
        int allowed = mayKeep();
        counts.setOpaque(COUNTS * (stripe + 1) + 1, allowed);
        return allowed;
    }

    private int mayKeep() {
        long out = 0;
        int inUse = 0;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            out += counts.getOpaque(COUNTS * (stripe + 1));
            inUse += stripes.get(stripe) == null ? 0 : 1;
        }
        return Math.clamp(out / (LIVE_PER_KEPT + inUse), 0, PLACES);
    }

    /** Takes the last one of those from a place on; null if there is none. */
    private static Slab takeFrom(AtomicReferenceArray<Slab> places, int first) {
        for (int place = PADDING + PLACES - 1; place >= PADDING + first; place--) {
            Slab slab = places.get(place);
            if (slab != null && places.compareAndSet(place, slab, null)) {
                return slab;
            }
        }
        return null;
    }

    /** Takes everything out; who is given it counts it. */
    void drain(Consumer<Slab> to) {
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            AtomicReferenceArray<Slab> places = stripes.get(stripe);
            counts.setOpaque(COUNTS * (stripe + 1) + 1, 0);
            for (Slab slab; places != null && (slab = takeFrom(places, 0)) != null; ) {
                to.accept(slab);
            }
        }
    }

    /** Visits what is kept, for {@code validate()}. */
    void forEach(Consumer<Slab> action) {
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            AtomicReferenceArray<Slab> places = stripes.get(stripe);
            for (int place = 0; places != null && place < PLACES; place++) {
                Slab slab = places.get(PADDING + place);
                if (slab != null) {
                    action.accept(slab);
                }
            }
        }
    }

    private static int stripeOfThread() {
        return (int) Thread.currentThread().threadId() & STRIPES - 1;
    }
}
