package hakmem.tiny;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Whose a heap is: what of a {@link ThreadHeap} other threads look at to find out whether they may take it. */
abstract class OwnedHeap extends LinePairPadding {
    /*
     * The owner may do anything with the heap; the user is the owner that allocates and frees here.
     *
     *   owner     user          the heap
     *   a thread  its number    is used by that thread
     *   ended     its number    waits for the next thread that needs one, or for who puts it in order
     *   a thread  another's     is put in order by the one; the other has ended
     *   null      NO_USER       was left, by a thread that has a larger one now; or belongs to a stripe
     *
     * The two change one after the other. A thread in between takes the long way, which goes by the owner.
     */
    /** The number of no thread. */
    static final long NO_USER = 0;

    private static final VarHandle OWNER;
    private static final VarHandle USER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OWNER = lookup.findVarHandle(OwnedHeap.class, "owner", Thread.class);
            USER = lookup.findVarHandle(OwnedHeap.class, "user", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Thread owner;
    private long user;

    OwnedHeap(Thread owner) {
        this.owner = owner;
        this.user = owner == null ? NO_USER : owner.threadId();
    }

    /** Plain: a thread finds itself here only if it has put itself here. */
    final Thread owner() {
        return owner;
    }

    /** Read by other threads to find out whether the owner is alive. Pairs with {@link #tryAdopt} and {@link #leave}. */
    final Thread ownerAcquire() {
        return (Thread) OWNER.getAcquire(this);
    }

    /** Takes the heap from a thread that has ended, or from nobody; one of several threads succeeds. */
    final boolean tryAdopt(Thread from, Thread to) {
        return OWNER.compareAndSet(this, from, to);
    }

    /** Gives the heap up, whole; who adopts it sees all that was done to it. */
    final void leave() {
        OWNER.setRelease(this, (Thread) null);
    }

    /**
     * The number of the thread that allocates and frees here, or {@link #NO_USER}. A thread finds its own here only by its own
     * doing, and no two threads ever have the same. A number takes no decoding to be compared, as a thread does.
     */
    long user() {
        return user;
    }

    /** By the new owner, who has come to use the heap. The slabs are marked when it first frees in them. */
    final void use() {
        user = owner.threadId();
    }

    /** By the user. */
    final void endUser() {
        user = NO_USER;
    }

    /** Takes the heap from its user, who finds out at its next call, for the allocator is closed. */
    final void evict() {
        USER.setOpaque(this, NO_USER);
        leave();
    }
}
