package hakmem.sharedpool.staged;

import hakmem.superslab.SuperSlab;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
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
     * Retirements are announced too. While one is under way its slots are in no mask and its memory is charged still; so a
     * thread that is refused at the limit just then waits for it and tries again, rather than report that there is no memory.
     *
     * Bound: the caller is sent back at most MAX_ROUNDS times, and waits each time for the operations that were under way
     * when it came, each one system call long. They are numbered for that: if ends were counted, those of operations begun
     * later would count too, and the caller might be refused while the memory it waits for is still on its way back. A
     * commit that fails ends all the same, and those who waited for it try for themselves: a refusal is never passed on to
     * a thread that did not ask.
     *
     * The lock guards a few fields. It is not held across a commit or a decommit.
     *
     * Equation: underway holds the numbers below begun whose operation has not ended.
     */
    /** How often a thread is sent back to search before it commits without asking, or is refused. */
    static final int MAX_ROUNDS = 3;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    /** Written under the lock, read without: a search must not wait for anybody. */
    private final AtomicLong epoch = new AtomicLong();

    private Commit latest;
    private long begun;
    private final TreeSet<Long> underway = new TreeSet<>();

    /** A commit under way. */
    static final class Commit {
        private int spare;
        private long number;
        private boolean done;

        private Commit(int spare) {
            this.spare = spare;
        }
    }

    /** What {@link #enter} and {@link #mayRetry} are to be told, read before a search. */
    long epoch() {
        return epoch.get();
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
        lock.lock();
        try {
            if (round < MAX_ROUNDS) {
                if (epoch.get() != seen) {
                    return null;
                }
                Commit other = latest;
                if (other != null && other.spare >= slots) {
                    other.spare -= slots;
                    while (!other.done) {
                        ended.awaitUninterruptibly();
                    }
                    return null;
                }
            }
            own.number = beginOne();
            latest = own;
            return own;
        } finally {
            lock.unlock();
        }
    }

    /** Tells those who wait that a commit is over; what it brought, if it succeeded, is published. */
    void end(Commit commit, boolean succeeded) {
        lock.lock();
        try {
            commit.done = true;
            if (latest == commit) {
                latest = null;
            }
            endOne(commit.number, succeeded);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says that slots are about to disappear from all masks.
     *
     * @return what {@link #endRetirement} must be told
     */
    long beginRetirement() {
        lock.lock();
        try {
            return beginOne();
        } finally {
            lock.unlock();
        }
    }

    /** Says that the memory is given back, or the slots are in a mask again. */
    void endRetirement(long number) {
        lock.lock();
        try {
            endOne(number, true);
        } finally {
            lock.unlock();
        }
    }

    private long beginOne() {
        underway.add(begun);
        return begun++;
    }

    private void endOne(long number, boolean broughtBack) {
        underway.remove(number);
        if (broughtBack) {
            epoch.incrementAndGet();
        }
        ended.signalAll();
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
        lock.lock();
        try {
            long later = begun;
            while (epoch.get() == seen && !underway.isEmpty() && underway.first() < later) {
                ended.awaitUninterruptibly();
            }
            return epoch.get() != seen;
        } finally {
            lock.unlock();
        }
    }

    /** Threads waiting now; for tests. */
    int waiting() {
        lock.lock();
        try {
            return lock.getWaitQueueLength(ended);
        } finally {
            lock.unlock();
        }
    }
}
