package hakmem.lincheck;

import hakmem.superslab.Slab;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What each thread holds; a thread touches its own only, so Lincheck need not look in here. */
final class Held {
    /** A scenario of two threads has four, numbered from 0: those before and after count; and one to spare. */
    static final int THREADS = 5;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private final Deque<Slab>[] byThread = new Deque[THREADS];

    Held() {
        for (int i = 0; i < THREADS; i++) {
            byThread[i] = new ArrayDeque<>();
        }
    }

    void push(int thread, Slab slab) {
        byThread[thread].push(slab);
    }

    /** The latest, or null. */
    Slab poll(int thread) {
        return byThread[thread].poll();
    }

    void forEach(Consumer<Slab> action) {
        for (Deque<Slab> slabs : byThread) {
            slabs.forEach(action);
        }
    }
}
