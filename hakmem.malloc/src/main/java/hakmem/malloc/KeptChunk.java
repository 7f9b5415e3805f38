package hakmem.malloc;

import hakmem.malloc.arena.Carver;
import hakmem.malloc.arena.Chunk;
import hakmem.malloc.arena.ChunkSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A carver that a thread keeps from one arena to the next, with its chunks, on cache lines of its own: its state is written whenever an arena
 * is opened or closed. Safe for use by several threads.
 */
@SuppressWarnings("unused") // the padding
final class KeptChunk extends Carver {
    /*
     * A chunk belongs to the thread it was taken for until it is revoked:
     *
     *              take: compare-and-set, by the thread
     *        IDLE ---------------------------------------> USED
     *        |  ^                                            |
     *        |  +--------------------------------------------+
     *        |     give: a release, by the thread
     *        |
     *        +---> GONE   revoke: compare-and-set, by whoever wants the memory back
     *
     * So of a thread that opens an arena and another that wants the memory back one succeeds; a chunk in use is never
     * revoked. Whoever closes the allocator and finds a chunk in use leaves it: the thread that gives it looks afterwards
     * whether the allocator is closed, and revokes it itself. There is no fence between the two on the thread's side, so
     * both may miss each other, if the thread gives while the other looks; the housekeeper looks again later.
     */
    private static final int IDLE = 0;

    private static final int USED = 1;
    private static final int GONE = 2;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(KeptChunk.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Thread owner;

    /**
     * The chunk in the owner's next place, for an arena inside of one that uses this; or null, or one that has gone. Always of a
     * later place, so that there is an end. The owner's.
     */
    KeptChunk inner;

    /** How often it was taken; by the owner, and read roughly by who looks for what is no longer used. */
    private int uses;

    private int usesSeen = -1;
    private int state = USED;
    private long p00;
    private long p01;
    private long p02;
    private long p03;
    private long p04;
    private long p05;
    private long p06;
    private long p07;
    private long p08;
    private long p09;
    private long p10;
    private long p11;
    private long p12;
    private long p13;
    private long p14;
    private long p15;

    /** Makes a chunk that its owner uses. */
    KeptChunk(Thread owner, ChunkSource source, Chunk first) {
        super(source, first);
        this.owner = owner;
    }

    /** By the owner. */
    boolean tryTake() {
        // The read spares the compare-and-set where an arena around this one has the chunk.
        if (state == IDLE && STATE.compareAndSet(this, IDLE, USED)) {
            uses++;
            return true;
        }
        return false;
    }

    /** By the owner. What it did with the chunk is seen by who revokes it. */
    void give() {
        STATE.setRelease(this, IDLE);
    }

    boolean tryRevoke() {
        return STATE.compareAndSet(this, IDLE, GONE);
    }

    boolean isIdle() {
        return (int) STATE.getAcquire(this) == IDLE;
    }

    /** For one caller at a time; an answer may come one call late. */
    boolean wasUsedSinceLastAsked() {
        int now = uses;
        boolean used = now != usesSeen;
        usesSeen = now;
        return used;
    }
}
