package hakmem.malloc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * The chunks of confined arenas, a few kept for each platform thread from one arena to the next. Safe for use by
 * several threads.
 */
final class ThreadChunks {
    /*
     * A thread finds its chunks in a table by its number. Each has several places there, for arenas that are nested, and
     * shares them with the threads whose numbers come to the same.
     *
     *   table    | first | second | third |       |       the places of a thread
     *                |        ^  |      ^
     *                | inner  |  | inner|              an arena inside of another takes what is behind that one's
     *                +--------+  +------+
     *
     * The links are a hint, too: where one is missing, because a chunk was revoked or another thread has the place, all places are
     * looked at.
     */
    /** How many arenas of a thread may be open at once that all have a kept chunk. */
    static final int PLACES = 4;

    private static final int THREADS = 256;
    private static final int THREAD_MASK = THREADS - 1;
    private static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(KeptChunk[].class);

    private final KeptChunk[] table = new KeptChunk[THREADS * PLACES];

    /** Takes the first idle chunk of a thread, or null if {@link #takeAny} has to look. Hot: one compare-and-set. */
    KeptChunk take(Thread thread) {
        // Plain: what a thread finds with itself as the owner it has put there.
        for (KeptChunk kept = table[placeOf(thread)]; kept != null && kept.owner == thread; kept = kept.inner) {
            if (kept.tryTake()) {
                return kept;
            }
        }
        return null;
    }

    /** Takes any kept chunk of a thread, or null if none is idle. */
    KeptChunk takeAny(Thread thread) {
        int first = placeOf(thread);
        for (int place = first; place < first + PLACES; place++) {
            KeptChunk kept = take(thread, place);
            if (kept != null) {
                return kept;
            }
        }
        return null;
    }

    private KeptChunk take(Thread thread, int place) {
        // Plain: what a thread finds with itself as the owner it has put there.
        KeptChunk kept = table[place];
        if (kept != null && kept.owner == thread && kept.tryTake()) {
            return kept;
        }
        return null;
    }

    /**
     * Keeps a chunk for a thread, in use, if there is a place.
     *
     * @param revoked is given the chunk of a thread that has ended, if one had the place
     * @return false if there is none
     */
    boolean keep(KeptChunk kept, Consumer<KeptChunk> revoked) {
        int first = placeOf(kept.owner);
        for (int place = first; place < first + PLACES; place++) {
            KeptChunk there = (KeptChunk) ELEMENTS.getAcquire(table, place);
            if (there != null && !there.owner.isAlive()) {
                revoke(place, there, revoked);
                there = (KeptChunk) ELEMENTS.getAcquire(table, place);
            }
            if (there == null && ELEMENTS.compareAndSet(table, place, (KeptChunk) null, kept)) {
                link(kept, place - first, first);
                return true;
            }
        }
        return false;
    }

    /** By its owner, as the neighbours are only looked at if they are the same thread's. */
    private void link(KeptChunk kept, int number, int first) {
        KeptChunk outer = number == 0 ? null : table[first + number - 1];
        if (outer != null && outer.owner == kept.owner) {
            outer.inner = kept;
        }
        KeptChunk inner = number == PLACES - 1 ? null : table[first + number + 1];
        if (inner != null && inner.owner == kept.owner) {
            kept.inner = inner;
        }
    }

    /**
     * Takes the idle chunks from their threads.
     *
     * @param everything also those used since this was last called
     * @param revoked is given each
     */
    void revoke(boolean everything, Consumer<KeptChunk> revoked) {
        for (int place = 0; place < table.length; place++) {
            KeptChunk kept = (KeptChunk) ELEMENTS.getAcquire(table, place);
            if (kept == null) {
                continue;
            }
            if (everything || !kept.wasUsedSinceLastAsked()) {
                revoke(place, kept, revoked);
            }
        }
    }

    private void revoke(int place, KeptChunk kept, Consumer<KeptChunk> revoked) {
        if (kept.tryRevoke()) {
            ELEMENTS.compareAndSet(table, place, kept, (KeptChunk) null);
            revoked.accept(kept);
        }
    }

    /** Visits the chunks that are kept and that no arena uses; those behind them may be added to meanwhile. */
    void forEachIdle(Consumer<KeptChunk> action) {
        for (int place = 0; place < table.length; place++) {
            KeptChunk kept = (KeptChunk) ELEMENTS.getAcquire(table, place);
            if (kept != null && kept.isIdle()) {
                action.accept(kept);
            }
        }
    }

    private static int placeOf(Thread thread) {
        return ((int) thread.threadId() & THREAD_MASK) * PLACES;
    }
}
