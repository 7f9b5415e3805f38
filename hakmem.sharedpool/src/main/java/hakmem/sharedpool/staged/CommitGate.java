package hakmem.sharedpool.staged;

import hakmem.superslab.SuperSlab;
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
     * A commit may have ended between a thread's search and its coming here. The epoch, read before the search, tells: if a
     * commit has ended since, the thread is sent back to search once more rather than to commit.
     *
     * Bound: the caller comes here at most MAX_ROUNDS times before he commits on his own account, so a thread waits for at
     * most that many commits of others, each one system call long. A commit that fails ends all the same, and those who
     * waited for it try for themselves: a refusal is never passed on to a thread that did not ask.
     *
     * The lock guards a few fields. It is not held across the commit.
     */
    /** How often a thread is sent back to search before it commits without asking. */
    static final int MAX_ROUNDS = 3;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private Commit latest;

    /** Written under the lock, read without: a search must not wait for anybody. */
    private final AtomicLong epoch = new AtomicLong();

    /** A commit under way. */
    static final class Commit {
        private int spare;
        private boolean done;

        private Commit(int spare) {
            this.spare = spare;
        }
    }

    /** How many commits have ended, to be read before a search and given to {@link #enter}. */
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
            latest = own;
            return own;
        } finally {
            lock.unlock();
        }
    }

    /** Tells those who wait that a commit is over; what it brought is published. */
    void end(Commit commit) {
        lock.lock();
        try {
            commit.done = true;
            epoch.incrementAndGet();
            if (latest == commit) {
                latest = null;
            }
            ended.signalAll();
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
