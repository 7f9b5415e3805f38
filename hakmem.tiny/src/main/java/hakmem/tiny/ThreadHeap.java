package hakmem.tiny;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/**
 * The slabs one thread allocates from. All of it belongs to the owner, who is the thread in {@link #owner()}, or holds the
 * lock of the {@link Stripe}; other threads touch the stack of notified slabs only.
 */
sealed class ThreadHeap extends ThreadHeapHot permits PaddedThreadHeap {
    /*
     * A slab of the heap is in one place:
     *
     *   current[class]     blocks are popped from here
     *   available[class]   has free blocks
     *   full               has none; the latest at the head
     *
     *            current used up                 free                       last live block freed
     *   CURRENT -----------------> FULL ------------------> AVAILABLE ----------------------------> the pool
     *      ^                        |                           |
     *      +------------------------|---------------------------+ next current
     *                               +--> abandoned: more than MAX_FULL while the heap grows
     *
     * The two events on a free are noted first and settled by the next slow path, or when there are MAX_EVENTS of them.
     *
     * Why a heap lets go of full slabs: their blocks may all be freed by other threads while the owner never allocates
     * again, and nobody but the owner could use them. So a heap that grows, one that takes a fresh slab from the pool,
     * abandons its oldest full slabs beyond maxFull. A heap that lives on what it has, as a thread does that replaces
     * blocks, keeps its slabs, for the first free into an abandoned slab is many times as expensive as the owner's (larson
     * with 100,000 chunks shows it). What an idle heap holds back is thus at most what was live in it at once, and, if it
     * only ever grew, MAX_FULL slabs, a current one for each class, and those that AdoptedSlabs holds.
     *
     * Where one thread allocates and another frees, it is the other way round: once a consumer has taken over an abandoned
     * slab, it frees at the price of an owner, while a free into a slab of the producer's takes an atomic operation, and
     * cache lines to and fro. So maxFull is small from the time that others were seen to free blocks of a full slab, until
     * the owner frees one itself.
     */
    /** How many slabs of the pool the full slabs of a heap may be made of while it grows: 4 MiB. */
    static final int MAX_FULL = 64;

    /** How many while it grows and others free what it allocates: their frees are cheaper in a slab let go of. */
    static final int MAX_FULL_FOR_OTHERS = 4;

    private static final int ABANDONED_PER_SLAB = 2;

    /** How many slabs may wait to be put where they belong; some of them may hold nothing live any more. */
    static final int MAX_EVENTS = 8;

    private static final int FREES_PER_COLLECTION = 8;

    private static final long MARK_FACTOR = 0x9E3779B97F4A7C15L;

    private static final VarHandle NOTIFIED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NOTIFIED = lookup.findVarHandle(ThreadHeap.class, "notified", BlockSlab.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SlabExchange exchange;
    private final SlabList[] available;
    private final SlabList full = new SlabList();
    private int maxFull = MAX_FULL;
    private final AdoptedSlabs adopted = new AdoptedSlabs();

    /** Slabs of the pool that those of the heap are made of. */
    private int slabCount;

    /** Slabs whose event has come, linked by {@code nextEvent}. */
    private BlockSlab events;

    private int eventCount;

    /** How many events may wait: one only, as long as nothing is allocated here, for there may be no slow path to settle them. */
    private int maxEvents = 1;

    /** Frees in slabs with a raised note since they were last collected for it. */
    private int raisedFrees;

    private short[] spareLinks;
    private int spareClass = -1;

    /**
     * Slabs to be given back to the pool when the heap is in order and no lock is held: the strategy may fail, and nothing
     * half done may be lost then; it may block, and a virtual thread that blocks must not hold a stripe. Linked by {@code
     * next}.
     */
    private BlockSlab toRelease;

    /** What {@link #collectOrScatter} has seen last. */
    private long restMark;

    private final Stripe stripe;
    private volatile BlockSlab notified;

    /** For {@link PaddedThreadHeap#NOBODY}: it is made before {@link PaddedBlockSlab#NONE} exists. */
    ThreadHeap() {
        super();
        this.exchange = null;
        this.available = new SlabList[0];
        this.stripe = null;
    }

    ThreadHeap(SlabExchange exchange, Stripe stripe, Thread owner) {
        super(owner);
        this.exchange = exchange;
        this.stripe = stripe;
        this.available = new SlabList[SizeClasses.COUNT];
        for (int sizeClass = 0; sizeClass < available.length; sizeClass++) {
            available[sizeClass] = new SlabList();
        }
    }

    // ---- The owner's slow path: allocation ----

    /** Takes a block after looking everywhere but in the pool, or {@link BlockSlab#NO_BLOCK}. */
    long popSlow(int sizeClass) {
        BlockSlab slab = current(sizeClass);
        if (slab.pushFresh()) {
            return slab.pop();
        }
        settleEvents();
        // Not whether there was something to collect before: a slab that was told of in between has blocks now, and put
        // among
        // the full ones it would be let go of with them.
        boolean collected = collectNotified();
        releaseOwn();
        if (collected) {
            long block = slab.pop();
            if (block != BlockSlab.NO_BLOCK) {
                return block;
            }
        }
        if (slab != PaddedBlockSlab.NONE) {
            setCurrent(sizeClass, PaddedBlockSlab.NONE);
            keepFull(slab);
        }
        // The one that has been there longest has gathered the most free blocks.
        BlockSlab next = available[sizeClass].tail();
        if (next != null) {
            available[sizeClass].remove(next);
        } else {
            next = adoptPartial(sizeClass);
            if (next == null) {
                return BlockSlab.NO_BLOCK;
            }
        }
        makeCurrent(next);
        return next.pop();
    }

    /** What {@link #install} will need, made while nothing has to be undone if the Java heap is full. */
    void prepare(int sizeClass) {
        if (spareClass != sizeClass) {
            spareLinks = BlockLinks.of(sizeClass);
            spareClass = sizeClass;
        }
    }

    /** Makes a slab fresh from the pool the current one; the one before is full, or another thread put it there. */
    void install(BlockSlab slab, int sizeClass) {
        settleEvents();
        spareLinks = slab.activate(sizeClass, spareLinks, this);
        if (spareLinks == null) {
            spareClass = -1;
        }
        slabCount += slab.slabs();
        BlockSlab before = current(sizeClass);
        if (before != PaddedBlockSlab.NONE) {
            setCurrent(sizeClass, PaddedBlockSlab.NONE);
            place(before);
        }
        makeCurrent(slab);
        abandonExcess(ABANDONED_PER_SLAB * slab.slabs());
    }

    private void makeCurrent(BlockSlab slab) {
        setCurrent(slab.sizeClass(), slab);
        slab.moveTo(BlockSlab.CURRENT);
        maxEvents = MAX_EVENTS;
        if (slab.first() < 0) {
            slab.pushFresh();
        }
    }

    /** Takes over a slab that nobody owns and that has free blocks. */
    private BlockSlab adoptPartial(int sizeClass) {
        while (true) {
            BlockSlab slab = exchange.partialSlabs().take(sizeClass);
            if (slab == null) {
                return null;
            }
            takeOver(slab);
            if (slab.hasBlocks()) {
                return slab;
            }
            keepFull(slab);
        }
    }

    /** Makes a slab that is TAKEN by this thread one of this heap, in no place yet. */
    private void takeOver(BlockSlab slab) {
        slab.setOwner(this);
        slabCount += slab.slabs();
        collect(slab);
    }

    private void keepFull(BlockSlab slab) {
        slab.moveTo(BlockSlab.FULL);
        full.addFirst(slab);
    }

    /** Lets go of the oldest full slabs beyond maxFull, of about so many of the pool's, which is more than have come. */
    private void abandonExcess(int slabs) {
        for (int left = slabs; left > 0 && full.size() > maxFull; ) {
            BlockSlab oldest = full.tail();
            left -= oldest.slabs();
            abandon(oldest);
        }
    }

    /** Lets go of a full slab, unless another thread has freed a block in it just now, or the Java heap is full. */
    private boolean abandon(BlockSlab slab) {
        try {
            // What the first free needs to publish the slab: made here, for a free must not fail once it has been done.
            slab.setFirstNode(slab.newNode(slab.note()));
        } catch (OutOfMemoryError e) {
            return false; // the slab stays, and whoever needed a block has got one
        }
        // All that belongs to the owner is put in order first: after the compare-and-set the slab may be another's.
        full.remove(slab);
        slab.moveTo(BlockSlab.NOWHERE);
        int slabs = slab.slabs();
        if (slab.leaveQuiet(Note.ABANDONED)) {
            slab.disown(this);
            slabCount -= slabs;
            return true;
        }
        slab.moveTo(BlockSlab.FULL);
        full.addFirst(slab);
        return false;
    }

    // ---- The owner's slow path: free ----

    /**
     * After a push that was the slab's event: a full slab is of use again, or a slab holds nothing live. The slab is only
     * noted, so that the hot path stays small enough to be inlined; the next slow path puts it where it belongs.
     */
    void event(BlockSlab slab) {
        slab.nextEvent = events;
        events = slab;
        if (++eventCount >= maxEvents) {
            collect();
        }
    }

    /**
     * Takes over a slab that was abandoned, for a block of it to be freed; see {@link AdoptedSlabs}.
     *
     * @param note the slab's note, which says ABANDONED
     * @return false if nothing was done: somebody else has it now, or there is no room for it
     */
    boolean tryAdoptToFree(BlockSlab slab, long note, int number) {
        if (!makeRoom() || !slab.casNote(note, Note.with(note, Note.TAKEN))) {
            return false;
        }
        takeOver(slab);
        boolean freed = slab.pushChecked(number);
        place(slab);
        adopted.replaceOldest(slab);
        releaseOwn();
        return freed;
    }

    /** Lets go of the slab taken over longest ago, if it has free blocks still and this heap has not come to use them. */
    private boolean makeRoom() {
        settleEvents();
        collectNotified();
        BlockSlab oldest = adopted.oldest();
        if (oldest != null && oldest.owner() == this && oldest.where == BlockSlab.AVAILABLE) {
            try {
                handOver(oldest);
            } catch (OutOfMemoryError e) {
                return false; // the Java heap is full: the free needs nothing of it, but without a slab more
            }
        }
        return true;
    }

    /**
     * Puts the slabs noted where they belong. Comes first in whatever moves slabs about: a slab that is still noted must not
     * leave the heap.
     */
    private void settleEvents() {
        eventCount = 0;
        for (BlockSlab slab; (slab = events) != null; ) {
            events = slab.nextEvent;
            slab.nextEvent = null;
            if (slab.where != BlockSlab.CURRENT) {
                if (slab.where == BlockSlab.FULL) {
                    maxFull = MAX_FULL;
                }
                remove(slab);
                place(slab);
            }
        }
    }

    /** Puts a slab that is in no list where it belongs. */
    private void place(BlockSlab slab) {
        if (!slab.hasBlocks()) {
            keepFull(slab);
        } else if (!slab.isAllFree() || !giveBack(slab)) {
            slab.moveTo(BlockSlab.AVAILABLE);
            available[slab.sizeClass()].addFirst(slab);
        }
    }

    private void remove(BlockSlab slab) {
        switch (slab.where) {
            case BlockSlab.AVAILABLE -> available[slab.sizeClass()].remove(slab);
            case BlockSlab.FULL -> full.remove(slab);
            case BlockSlab.CURRENT -> setCurrent(slab.sizeClass(), PaddedBlockSlab.NONE);
            default -> throw new AssertionError(slab.slab + " is in no list");
        }
        slab.moveTo(BlockSlab.NOWHERE);
    }

    /** Gives an all-free slab back to the pool. It fails if others are about to look at it: then it is collected first. */
    private boolean giveBack(BlockSlab slab) {
        if (!slab.leaveQuiet(Note.POOLED)) {
            return false;
        }
        slab.moveTo(BlockSlab.NOWHERE);
        slab.setOwner(PaddedThreadHeap.NOBODY);
        slabCount -= slab.slabs();
        slab.next = toRelease;
        toRelease = slab;
        return true;
    }

    /** Gives back to the pool what waits for it, unless this is a stripe's heap: who holds that does it without the lock. */
    private void releaseOwn() {
        if (stripe == null && toRelease != null) {
            exchange.releaseAll(takeToRelease());
        }
    }

    /** What is to be given back to the pool, linked by {@code next}; to be released without a lock. */
    BlockSlab takeToRelease() {
        BlockSlab slabs = toRelease;
        toRelease = null;
        return slabs;
    }

    // ---- Hand-over from the threads that free ----

    /** Puts a slab on the owner's stack; the caller has moved its note from QUIET to NOTIFIED, and is the only one. */
    void notify(BlockSlab slab) {
        BlockSlab head;
        do {
            head = notified;
            slab.nextNotified = head;
        } while (!NOTIFIED.compareAndSet(this, head, slab));
    }

    /** Takes what other threads have freed in the slabs they told of, and gives back to the pool what holds nothing now. */
    void collect() {
        settleEvents();
        collectNotified();
        releaseOwn();
    }

    /**
     * Collects once for several calls, of each free of the owner in a slab whose note is raised: where the frees of owner and
     * others come in turns, each collection would have the next of the others tell again.
     */
    void collectNowAndThen() {
        if (++raisedFrees == FREES_PER_COLLECTION) {
            raisedFrees = 0;
            collect();
        }
    }

    /** Takes the whole stack and collects each slab; whether there was one. No pop of single slabs, so no ABA. */
    private boolean collectNotified() {
        if (notified == null) {
            return false;
        }
        BlockSlab slab = (BlockSlab) NOTIFIED.getAndSet(this, (BlockSlab) null);
        while (slab != null) {
            // Before the note is lowered: after that, another thread may put the slab on the stack again.
            BlockSlab next = slab.nextNotified;
            slab.nextNotified = null;
            collect(slab);
            if (slab.where != BlockSlab.CURRENT && (slab.where != BlockSlab.FULL || slab.hasBlocks())) {
                if (slab.where == BlockSlab.FULL) {
                    maxFull = MAX_FULL_FOR_OTHERS;
                }
                remove(slab);
                place(slab);
            }
            slab = next;
        }
        return true;
    }

    /** Takes the frees of others in one slab that is NOTIFIED or TAKEN: the note first, see {@link RemoteCollection}. */
    private void collect(BlockSlab slab) {
        slab.lowerNote();
        exchange.countLateDoubleFrees(RemoteCollection.collect(slab));
    }

    // ---- Change of owner ----

    /** By the user, before it gives the heap up: it may free blocks of these slabs later, as any other thread. */
    void endUse() {
        endUser();
        forEachSlab((slab, place) -> slab.endQuiet());
    }

    /** Whether the heap's lists have all of its slabs: after an error, as the stack running out, one may be in none. */
    boolean isWhole() {
        int[] listed = new int[1];
        forEachSlab((slab, place) -> listed[0] += slab.slabs());
        return listed[0] == slabCount;
    }

    /**
     * Lets go of every slab it can, for all threads to use: what is all free is {@linkplain #takeToRelease to be released},
     * what has free blocks goes to the partial lists, what is full is abandoned. Slabs about which another thread is just
     * telling stay.
     */
    void scatter() {
        settleEvents();
        collectNotified();
        for (int c = 0; c < SizeClasses.COUNT; c++) {
            BlockSlab slab = current(c);
            if (slab != PaddedBlockSlab.NONE) {
                remove(slab);
                place(slab);
            }
            for (slab = available[c].head(); slab != null; ) {
                BlockSlab next = slab.next;
                handOver(slab);
                slab = next;
            }
        }
        for (BlockSlab slab = full.head(); slab != null; ) {
            BlockSlab next = slab.next;
            abandon(slab);
            slab = next;
        }
    }

    /**
     * Collects, or scatters if nothing has happened here since the last such call: for heaps that may rest without anybody
     * to come by again. A load that leaves every slab as it found it, at the moments of both calls, is taken for rest; it
     * costs that load a few new slabs.
     */
    void collectOrScatter() {
        if (restMark == mark()) {
            scatter();
        } else {
            collect();
        }
        restMark = mark();
    }

    /** A number that changes, as good as always, when a block is allocated or freed here, or a slab comes or goes. */
    private long mark() {
        long[] mark = {slabCount};
        forEachSlab((slab, place) ->
                mark[0] = (mark[0] * MARK_FACTOR + slab.base + slab.liveCount()) * MARK_FACTOR + place);
        return mark[0];
    }

    /**
     * Takes the slabs that nobody owns, and hands over again what has live blocks; the rest is {@linkplain #takeToRelease to
     * be released}.
     */
    void collectPartial() {
        settleEvents();
        for (int c = 0; c < SizeClasses.COUNT; c++) {
            int taken = 0;
            for (BlockSlab slab; (slab = adoptPartial(c)) != null; ) {
                place(slab);
                taken += slab.where == BlockSlab.AVAILABLE ? 1 : 0;
            }
            // They are the first in the list.
            for (BlockSlab slab = available[c].head(); taken > 0; taken--) {
                BlockSlab next = slab.next;
                handOver(slab);
                slab = next;
            }
        }
    }

    private void handOver(BlockSlab slab) {
        // Made first: a full Java heap must not lose the slab.
        PartialSlabs.Node node = slab.newNode(slab.note());
        remove(slab);
        if (slab.isAllFree() && giveBack(slab)) {
            return;
        }
        int slabs = slab.slabs();
        if (slab.leaveQuiet(Note.PARTIAL)) {
            slab.disown(this);
            slabCount -= slabs;
            exchange.partialSlabs().push(slab.sizeClass(), node);
        } else {
            slab.moveTo(BlockSlab.AVAILABLE);
            available[slab.sizeClass()].addFirst(slab);
        }
    }

    // ---- What others may look at, roughly ----

    int slabCount() {
        return slabCount;
    }

    /** Visits the slabs with the place each is in; for the owner. */
    void forEachSlab(ObjIntConsumer<BlockSlab> action) {
        for (int c = 0; c < SizeClasses.COUNT; c++) {
            if (current(c) != PaddedBlockSlab.NONE) {
                action.accept(current(c), BlockSlab.CURRENT);
            }
            for (BlockSlab slab = available[c].head(); slab != null; slab = slab.next) {
                action.accept(slab, BlockSlab.AVAILABLE);
            }
        }
        for (BlockSlab slab = full.head(); slab != null; slab = slab.next) {
            action.accept(slab, BlockSlab.FULL);
        }
    }

    /** Visits the slabs whose event has come and is not settled; for the owner. */
    void forEachEvent(Consumer<BlockSlab> action) {
        for (BlockSlab slab = events; slab != null; slab = slab.nextEvent) {
            action.accept(slab);
        }
    }

    /** Visits the slabs other threads have told of; to be called while nobody does. */
    void forEachNotified(Consumer<BlockSlab> action) {
        for (BlockSlab slab = notified; slab != null; slab = slab.nextNotified) {
            action.accept(slab);
        }
    }

    /** The stripe whose lock guards this heap, or null if a thread owns it. */
    Stripe stripe() {
        return stripe;
    }
}
