package hakmem.sharedpool.staged;

import hakmem.superslab.SuperSlab;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stage 3's guard against the herd: threads that all find nothing must not commit a SuperSlab each where one would serve
 * them. Safe for use by several threads, virtual ones too.
 */
final class CommitGate {
    /*
     * A commit is announced before it is made, with the slots it will have to spare. Who comes while it is under way and
     * can be served by the rest takes his share of the promise and waits, holding nothing; who cannot announces a commit of
     * his own, at once. A promise is a guess, not a reservation: the slots are published for everybody, and he who waited
     * searches again like everybody else.
     *
     * A commit may have ended between a thread's search and its coming here. The epoch, read before the search, tells: it
     * counts what brought slots or memory back, and if it has moved, the thread is sent back to search once more.
     *
     * A thread that is refused at the limit asks whether something is on its way: a move of slots, or a retirement, whose
     * memory is charged still (Transit); or another's commit. Then it waits and tries again, rather than report that there is
     * no memory.
     *
     * Bound: the caller is sent back at most MAX_ROUNDS times, and waits each time for one move, or for the commits that were
     * under way when it came, each one system call long. Commits are numbered for that: those begun later must not be waited
     * for, and their ends must not count, or the caller might be refused while the memory it waits for is still on its way
     * back. A commit that fails ends all the same, and those who waited for it try for themselves: a refusal is never passed
     * on to a thread that did not ask.
     *
     * The lock guards the list of commits. It is not held across a commit, nor by anybody who waits; stages 1 and 2 and
     * retirement do not take it.
     *
     * Equations: the numbers in the list fall, and are below begun; oldest is the last of them, NONE if there is none.
     */
    /** How often a thread is sent back to search before it commits without asking, or is refused. */
    static final int MAX_ROUNDS = 3;

    private static final long NONE = Long.MAX_VALUE;

    private final Transit transit;
    private final ReentrantLock lock = new ReentrantLock();

    /** Commits under way, the latest first. */
    private Commit latest;

    private volatile long oldest = NONE;
    private volatile long begun;

    /** A commit under way. */
    static final class Commit {
        private int spare;
        private long number;
        private Commit older;
        private volatile boolean done;

        private Commit(int spare) {
            this.spare = spare;
        }
    }

    /**
     * Makes a gate.
     *
     * @param transit what else may bring slots or memory back
     */
    CommitGate(Transit transit) {
        this.transit = transit;
    }

    /**
     * Asks whether to commit.
     *
     * @param slots how many slots the caller needs
     * @param seen the epoch before his search
     * @param round 0 at first, one more each time
     * @return the commit the caller must make, and {@link #end}; null if he should search again
     */
    Commit enter(int slots, long seen, int round) {
        Commit own = new Commit(SuperSlab.SLABS - slots);
        Commit other = null;
        lock.lock();
        try {
            if (round < MAX_ROUNDS) {
                if (transit.epoch() != seen) {
                    return null;
                }
                if (latest != null && latest.spare >= slots) {
                    other = latest;
                    other.spare -= slots;
                }
            }
            if (other == null) {
                begin(own);
                return own;
            }
        } finally {
            lock.unlock();
        }
        Commit awaited = other;
        transit.waiting().until(() -> awaited.done);
        return null;
    }

    /** Under the lock. The count comes last: who has read it finds in {@code oldest} what is below it. */
    private void begin(Commit commit) {
        commit.number = begun;
        commit.older = latest;
        latest = commit;
        if (oldest == NONE) {
            oldest = commit.number;
        }
        begun = commit.number + 1;
    }

    /**
     * Tells those who wait that a commit is over.
     *
     * @param commit the commit
     * @param broughtBack whether it brought slots, which are published, or took memory that it has given back
     */
    void end(Commit commit, boolean broughtBack) {
        if (broughtBack) {
            // Before the commit is no longer under way: see Transit.
            transit.arrived();
        }
        lock.lock();
        try {
            remove(commit);
        } finally {
            lock.unlock();
        }
        commit.done = true;
        transit.waiting().wakeAll();
    }

    /** Under the lock. There are no more commits under way than threads. */
    private void remove(Commit commit) {
        Commit newer = null;
        for (Commit each = latest; each != commit; each = each.older) {
            newer = each;
        }
        if (newer == null) {
            latest = commit.older;
        } else {
            newer.older = commit.older;
        }
        if (commit.older == null) {
            oldest = newer == null ? NONE : newer.number;
        }
    }

    /**
     * Asks whether a refused commit, which has ended, is worth another try, and waits for what is under way.
     *
     * @param seen the epoch before the search
     * @param round as for {@link #enter}
     * @return whether slots or memory have come back since
     */
    boolean mayRetry(long seen, int round) {
        if (round >= MAX_ROUNDS) {
            return false;
        }
        long later = begun;
        transit.waiting().until(() -> transit.epoch() != seen || !isUnderway(later));
        // Once more, after it was seen that nothing is under way: see Transit.
        return transit.epoch() != seen;
    }

    private boolean isUnderway(long later) {
        return transit.isUnderway() || oldest < later;
    }
}
