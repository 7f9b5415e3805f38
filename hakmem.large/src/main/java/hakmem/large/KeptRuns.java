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
     * How many a stripe may keep follows what is live in all: who frees everything ends with next to nothing kept. Each stripe
     * counts what its threads allocate less what they free; the sum is looked at once in SUM_EVERY frees.
     *
     * The places of a stripe are made by a thread that allocates: a free makes no Java object.
     */
    /** Places of a stripe: 1 MiB. */
    static final int PLACES = 16;

    /** Of so many live runs one may be kept. */
    static final int LIVE_PER_KEPT = 16;

    private static final int STRIPES = 32;
    private static final int SUM_EVERY = 16;

    /** Elements before the first and after the last that is used, so that stripes share no cache line. */
    private static final int PADDING = 16;

    /** A line of counts for each stripe: what is live, and how many slabs may be kept. */
    private static final int COUNTS = 8;

    private final AtomicLongArray counts = new AtomicLongArray(COUNTS * (STRIPES + 2));
    private final AtomicReferenceArray<AtomicReferenceArray<Slab>> stripes = new AtomicReferenceArray<>(STRIPES);

    /** Takes a slab for a run that begins, or returns null; counts the run as live either way. */
    Slab take() {
        int stripe = stripeOfThread();
        AtomicReferenceArray<Slab> places = stripes.get(stripe);
        if (places == null) {
            places = make(stripe);
        }
        countLive(stripe, 1);
        return takeFrom(places, 0);
    }

    private AtomicReferenceArray<Slab> make(int stripe) {
        AtomicReferenceArray<Slab> made = new AtomicReferenceArray<>(PADDING + PLACES + PADDING);
        AtomicReferenceArray<Slab> witness = stripes.compareAndExchange(stripe, null, made);
        return witness == null ? made : witness;
    }

    /** Counts runs of one slab that begin or end in another way, by a resize, or because they were not to be had. */
    void count(int runs) {
        countLive(stripeOfThread(), runs);
    }

    /**
     * Keeps the slab of a run that has ended, which is counted no more.
     *
     * @return a slab that is not to be kept and belongs to the caller: this one, or one kept before that is too many now; or null
     */
    Slab offer(Slab slab) {
        int stripe = stripeOfThread();
        if (countLive(stripe, -1) % SUM_EVERY == 0) {
            allow(stripe, Math.clamp(live() / LIVE_PER_KEPT, 0, PLACES));
        }
        AtomicReferenceArray<Slab> places = stripes.get(stripe);
        int allowed = allowed(stripe);
        for (int place = PADDING; places != null && place < PADDING + allowed; place++) {
            if (places.get(place) == null && places.compareAndSet(place, null, slab)) {
                return takeFrom(places, allowed);
            }
        }
        return slab;
    }

    /** Takes one of too many, if {@link #offer} returned what it was given. */
    Slab takeExcess() {
        int stripe = stripeOfThread();
        AtomicReferenceArray<Slab> places = stripes.get(stripe);
        return places == null ? null : takeFrom(places, allowed(stripe));
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

    private long countLive(int stripe, int runs) {
        return counts.addAndGet(COUNTS * (stripe + 1), runs);
    }

    private long live() {
        long live = 0;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            live += counts.getOpaque(COUNTS * (stripe + 1));
        }
        return live;
    }

    private int allowed(int stripe) {
        return (int) counts.getOpaque(COUNTS * (stripe + 1) + 1);
    }

    private void allow(int stripe, int slabs) {
        counts.setOpaque(COUNTS * (stripe + 1) + 1, slabs);
    }

    /** Takes everything out. */
    void drain(Consumer<Slab> to) {
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            AtomicReferenceArray<Slab> places = stripes.get(stripe);
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
