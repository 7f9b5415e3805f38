package hakmem.tiny;

import hakmem.superslab.CacheColor;
import hakmem.superslab.Slab;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which blocks of a slab are free and which live. It is made of one slab of the pool or, where blocks are so large that it would
 * have few, of several side by side, and bound to the address of the first; how many they are, and the class, may change from one
 * activation to the next.
 */
sealed class BlockSlab extends BlockSlabHot permits PaddedBlockSlab {
    /*
     * The free blocks are a list threaded through an array of this object, never through the blocks:
     *
     *   head ----> links[b] ----> links[c] ----> ... ----> END            links[n] of a live block n: LIVE
     *
     * Allocation takes the head, free puts a block there. One array, one entry and one compare are all that a free looks at,
     * and the entry of a block that is not live tells a double free.
     *
     * Entries are by the block's number, offset / blockSize, so that the array is as short as can be (BlockNumber divides),
     * and they hold numbers: a program that allocates many blocks goes from one entry to the next with nothing to compute in
     * between. One that frees what it has just allocated has the number from there (ThreadHeapHot.noteLast), without a division.
     *
     * Equation, whenever the owner is not in the middle of something: free blocks + live blocks = pushed. Blocks that other
     * threads have freed stay live until the owner collects them.
     *
     * Blocks never used are put in the list a page's worth at a time (pushFresh), so that a fresh slab touches no memory in
     * advance.
     *
     * Rare events on a free cost one count: untilEvent goes down, and the heap is told at 0. An allocation counts nothing:
     * only a current slab is allocated from, and that waits for no event.
     *
     *   where      untilEvent      the event
     *   CURRENT    NEVER           none: it stays, empty or not
     *   AVAILABLE  live blocks     the last live block was freed: the slab can go back to the pool
     *   FULL       1               the first block was freed: the slab is of use again
     *
     * So the live blocks of a slab that is not current are untilEvent + uncounted; those of a current one are found by
     * following the list.
     *
     * The list and its counts are the owner's alone; a free of another thread reads links, base and reciprocal of an
     * activation that its live block keeps from ending. A free that is an error may read them while they change; it finds out
     * by comparing the generation before and after (see RemoteFree).
     *
     * The owner's free must know that it owns the slab, and that nobody has frees pending there. One compare tells both: of
     * its thread's number with quietUser, which is a summary of owner and note for that thread's eyes.
     *
     *   quietUser is        written by                          when
     *   the user's number   who lowers the note to QUIET        before it does
     *                       the owner, who found it missing     looks at the note once more, and takes it away again if raised
     *   NO_USER             who raises the note to NOTIFIED     after that, and before the owner is told
     *                       the owner, who lets go of the slab  before the note leaves QUIET
     *                       the owner, who leaves its heap      before it does; the note stays QUIET
     *
     * So while it is the number of a thread that is alive the slab is in that thread's heap; that of one that has ended means
     * nobody, and stays until the heap's next owner frees here. And as the owner lowers a note only after it was told, no
     * number is written over the NO_USER of the note that is raised. Between raising the note and writing NO_USER a
     * free by the owner still goes the short way, as it does between the setting of the bit and the raising of the note.
     */
    static final int NOWHERE = 0;
    static final int CURRENT = 1;
    static final int AVAILABLE = 2;
    static final int FULL = 3;

    /** What {@link #pop()} returns if there is no free block. */
    static final long NO_BLOCK = 0;

    private static final int PAGE = 4096;
    private static final int NEVER = Integer.MAX_VALUE;
    private static final VarHandle NOTE;
    private static final VarHandle OWNER;
    private static final VarHandle REMOTE;
    private static final VarHandle FIRST_NODE;
    private static final VarHandle QUIET_USER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NOTE = lookup.findVarHandle(BlockSlab.class, "note", long.class);
            OWNER = lookup.findVarHandle(BlockSlab.class, "owner", ThreadHeap.class);
            REMOTE = lookup.findVarHandle(BlockSlab.class, "remote", RemoteFrees.class);
            QUIET_USER = lookup.findVarHandle(BlockSlabHot.class, "quietUser", long.class);
            FIRST_NODE = lookup.findVarHandle(BlockSlab.class, "firstNode", PartialSlabs.Node.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Slab slab;

    /** Plain where the owner looks in passing, volatile and compare-and-set elsewhere: see {@link Note}. */
    long note = Note.INITIAL;

    /** The heap whose owner allocates here; {@link PaddedThreadHeap#NOBODY} if none. */
    private ThreadHeap owner = PaddedThreadHeap.NOBODY;

    private int pushed;
    private int capacity;

    /** Live blocks that {@code untilEvent} does not count. */
    private int uncounted;

    private int sizeClass = -1;

    /** What the first of the pool's slabs says since the activation. */
    private long poolWord;

    /** Links of the list of its heap it is in, and which one that is; the owner's. */
    BlockSlab previous;

    BlockSlab next;
    int where;

    private volatile RemoteFrees remote;

    /** For who publishes the slab once it is abandoned: a free must not need Java heap after it has been done. */
    private PartialSlabs.Node firstNode;

    /** Link of the owner's list of slabs whose event has come. */
    BlockSlab nextEvent;

    /** Link of the owner's stack of notified slabs: written by who notifies, read by the owner that took the stack. */
    BlockSlab nextNotified;

    BlockSlab(Slab slab, long base) {
        super(base);
        this.slab = slab;
    }

    // ---- The owner's hot path ----

    /** Takes a free block, or {@link #NO_BLOCK}. */
    long pop() {
        return isEmpty() ? NO_BLOCK : addressOf(take());
    }

    /** Whether there is no block in the list. Unsigned, for the compiler to see that it is the array's own check. */
    boolean isEmpty() {
        return Integer.compareUnsigned(head, links.length) >= 0;
    }

    /** Takes the first block of a list that is not empty, and returns its number. */
    int take() {
        int number = head;
        short[] list = links;
        head = list[number];
        list[number] = BlockLinks.LIVE;
        return number;
    }

    long addressOf(int number) {
        return base + (long) number * blockSize;
    }

    /** The number of the block that starts at an address; one that no block has if none does. */
    int startAt(long address) {
        return BlockNumber.of(address - base, reciprocal);
    }

    /**
     * Frees a block, if the number is that of a live one. For the owner, while the slab is quiet.
     *
     * @return false if nothing was done, and the free has to be looked at more closely
     */
    boolean push(int number) {
        short[] list = links;
        if (Integer.compareUnsigned(number, list.length) >= 0 || list[number] != BlockLinks.LIVE) {
            return false;
        }
        list[number] = (short) head;
        head = number;
        int left = untilEvent - 1;
        untilEvent = left;
        if (left == 0) {
            owner.event(this);
        }
        return true;
    }

    // ---- The owner's slow path ----

    /** Puts blocks never used in the list, if it is empty, so that they are handed out ascending. */
    boolean pushFresh() {
        if (pushed == capacity) {
            return false;
        }
        int first = pushed;
        int last = first + Math.min(capacity - first, Math.max(1, PAGE / blockSize)) - 1;
        for (int number = first; number < last; number++) {
            links[number] = (short) (number + 1);
        }
        links[last] = (short) head;
        head = first;
        pushed = last + 1;
        return true;
    }

    /**
     * Frees a block that is pending, or was freed by its owner while others have frees pending. Tells no event.
     *
     * @return false if the block is not live: it was freed twice
     */
    boolean pushChecked(int number) {
        if (links[number] != BlockLinks.LIVE) {
            return false;
        }
        links[number] = (short) head;
        head = number;
        untilEvent--;
        return true;
    }

    /** Puts the slab in another place, and sets what it tells of there. */
    void moveTo(int place) {
        int live = liveCount();
        where = place;
        untilEvent = switch (place) {
            case CURRENT -> NEVER;
            case FULL -> 1;
            default -> live;
        };
        uncounted = live - untilEvent;
    }

    boolean hasBlocks() {
        return head >= 0 || pushed < capacity;
    }

    /** For a slab that is not current: a current one is asked for {@link #liveCount()}. */
    boolean isAllFree() {
        return liveCount() == 0;
    }

    /**
     * Starts an activation, with the list it has from the last one if it is of the same class. Nothing can fail here.
     *
     * @return the array that was not needed
     */
    short[] activate(int newClass, short[] spare, ThreadHeap newOwner) {
        short[] unused = spare;
        int slabsBefore = slabs();
        poolWord = slab.word();
        if (newClass != sizeClass || slabs() != slabsBefore) {
            unused = null;
            links = spare;
            head = BlockLinks.END;
            pushed = 0;
            sizeClass = newClass;
            blockSize = SizeClasses.blockSize(newClass);
            reciprocal = SizeClasses.reciprocal(newClass);
            int color = SizeClasses.isColored(newClass) ? CacheColor.of(slab) : 0;
            base = slab.address() + color;
            capacity = (slabs() * Slab.BYTES - color) / blockSize;
        }
        remote = null;
        owner = newOwner;
        quietUser = newOwner.user();
        // Release: whoever reads the new generation sees the list, the class and the owner.
        NOTE.setVolatile(this, Note.nextGeneration(note, Note.QUIET));
        return unused;
    }

    // ---- What several threads use ----

    long note() {
        return (long) NOTE.getVolatile(this);
    }

    /** Whether nobody has frees pending here, as far as the owner can see without asking. */
    boolean isQuiet() {
        return Note.stateOf(note) == Note.QUIET;
    }

    /**
     * For the owner, who finds the slab quiet, and not marked as such: it was another's when the note was lowered.
     *
     * @return false if the note was raised meanwhile
     */
    boolean regainQuiet() {
        quietUser = owner.user();
        // Before the note is read again: who raises it after that takes the mark away after that.
        VarHandle.fullFence();
        if (isQuiet()) {
            return true;
        }
        quietUser = OwnedHeap.NO_USER;
        return false;
    }

    /** By the owner: moves the note from QUIET to a state in which the slab is not its own. Fails if others have raised it. */
    boolean leaveQuiet(int state) {
        long before = note();
        if (Note.stateOf(before) != Note.QUIET) {
            return false;
        }
        // First: who gets the slab marks it for himself.
        quietUser = OwnedHeap.NO_USER;
        return casNote(before, Note.with(before, state));
    }

    /**
     * By who has moved the note from QUIET to NOTIFIED, and before the owner can move it back: release, for the note must be seen
     * raised by whom this takes the mark from (see {@link #regainQuiet}). And by the user of a heap that it leaves.
     */
    void endQuiet() {
        QUIET_USER.setRelease(this, OwnedHeap.NO_USER);
    }

    /** From NOTIFIED or TAKEN, which nobody else may leave. */
    void lowerNote() {
        // First: once the note is quiet another thread may raise it and take the mark away.
        quietUser = owner.user();
        NOTE.setVolatile(this, Note.with(note, Note.QUIET));
        VarHandle.fullFence();
    }

    /** From TAKEN, without an owner. Releases what was done to the slab. */
    void endTaken(int state) {
        NOTE.setVolatile(this, Note.with(note, state));
    }

    boolean casNote(long expected, long update) {
        return NOTE.compareAndSet(this, expected, update);
    }

    ThreadHeap owner() {
        return owner;
    }

    void setOwner(ThreadHeap heap) {
        owner = heap;
    }

    /** Gives the slab up, unless a new owner was faster. */
    void disown(ThreadHeap heap) {
        OWNER.compareAndSet(this, heap, PaddedThreadHeap.NOBODY);
    }

    /**
     * What it takes to put the slab on the partial list, in the generation of a note.
     *
     * @throws OutOfMemoryError if the Java heap is full
     */
    PartialSlabs.Node newNode(long anyNote) {
        return new PartialSlabs.Node(this, Note.with(anyNote, Note.PARTIAL));
    }

    /** By the owner, before each time it abandons the slab; released with the note. */
    void setFirstNode(PartialSlabs.Node node) {
        firstNode = node;
    }

    /** By who saw the note ABANDONED. Get-and-set, for a node must not be pushed twice; null if another took it. */
    PartialSlabs.Node takeFirstNode() {
        return (PartialSlabs.Node) FIRST_NODE.getAndSet(this, (PartialSlabs.Node) null);
    }

    RemoteFrees remote() {
        return remote;
    }

    /**
     * The frees of an activation, made when the first block is freed by another thread. A thread held up since an earlier
     * activation may not replace those of a later one; it gets null.
     */
    RemoteFrees remoteOf(long generation) {
        RemoteFrees frees = remote;
        while (frees == null || frees.generation() < generation) {
            RemoteFrees made = new RemoteFrees(generation, capacity);
            if (REMOTE.compareAndSet(this, frees, made)) {
                return made;
            }
            frees = remote;
        }
        return frees.generation() == generation ? frees : null;
    }

    /** The number of the block that starts at an address, or {@link BlockNumber#NONE}. */
    int numberOf(long address) {
        int number = startAt(address);
        return Integer.compareUnsigned(number, capacity) < 0 ? number : BlockNumber.NONE;
    }

    boolean isLive(int number) {
        short[] list = links;
        return Integer.compareUnsigned(number, list.length) < 0 && list[number] == BlockLinks.LIVE;
    }

    /** Whether others have freed all that is live; a hint, for neither side stands still. Starts where a bit was just set. */
    boolean isAllPending(RemoteFrees frees, int start, long word) {
        if (isOtherLive(start, word)) {
            return false;
        }
        for (int index = 0; index < frees.wordCount(); index++) {
            if (isOtherLive(index, frees.get(index))) {
                return false;
            }
        }
        return true;
    }

    /** Whether one of the 32 blocks of a word is live and not pending. */
    private boolean isOtherLive(int index, long word) {
        for (long rest = RemoteFrees.notPendingOf(word); rest != 0; rest &= rest - 1) {
            if (isLive(RemoteFrees.lowestBlock(index, rest))) {
                return true;
            }
        }
        return false;
    }

    /** Live blocks, those among them that others have freed. For who has the slab alone. */
    int liveCount() {
        return where == CURRENT ? pushed - freeCount() : untilEvent + uncounted;
    }

    /**
     * Live blocks, for any thread. It may see one count of before a {@link #moveTo} and one of after it, whose sum is off by
     * up to {@code NEVER}: what cannot be is put right.
     */
    int roughLiveCount() {
        return Math.clamp(liveCount(), 0, pushed);
    }

    private int freeCount() {
        int count = 0;
        short[] list = links;
        // Another thread may see a list that changes: it comes to an end all the same.
        for (int number = first(); number >= 0 && number < list.length && count < pushed; number = list[number]) {
            count++;
        }
        return count;
    }

    int sizeClass() {
        return sizeClass;
    }

    int blockSize() {
        return blockSize;
    }

    /** How many slabs of the pool it is made of. */
    int slabs() {
        return Slab.runLengthOf(poolWord);
    }

    int pushed() {
        return pushed;
    }

    int capacity() {
        return capacity;
    }

    /** The number of the first free block, or {@link BlockLinks#END}. */
    int first() {
        return head;
    }

    /** The number of the free block after another one, or {@link BlockLinks#END}. */
    int next(int number) {
        return links[number];
    }

    long poolWord() {
        return poolWord;
    }

    long metadataBytes() {
        RemoteFrees frees = remote;
        return PaddedBlockSlab.BYTES + BlockLinks.bytes(sizeClass) + (frees == null ? 0 : 40L + 8L * frees.wordCount());
    }
}
