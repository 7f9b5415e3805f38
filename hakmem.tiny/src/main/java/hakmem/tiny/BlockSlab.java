package hakmem.tiny;

import hakmem.superslab.Slab;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which blocks of a slab are free and which live. Bound to the slab's address for as long as the region is open; the class
 * may change from one activation to the next.
 */
sealed class BlockSlab extends BlockSlabHot permits PaddedBlockSlab {
    /*
     * Blocks are named by unit: the distance from the start of the slab, divided by the largest power of two that divides
     * the block size. Unit to address is a shift, no division and no multiplication, and the bit maps stay short: for
     * blocks of 1 KiB they are one word.
     *
     *   stack   |u|u|u|u|u| | | | | |      units of free blocks; allocation pops, free pushes
     *                      ^top     ^capacity
     *   live    one bit for each unit, set exactly on the first unit of each live block
     *
     * Equation, whenever the owner is not in the middle of something: top + (live bits) = pushed. Blocks that other threads
     * have freed keep their live bit until the owner collects them.
     *
     * Blocks never used are pushed a page's worth at a time (pushFresh), so that a fresh slab touches no memory in advance.
     *
     * Rare events on the owner's free cost one compare: after the push the heap is told if top was eventAt.
     *
     *   where      eventAt      the event
     *   CURRENT    -1           none: it stays, empty or not
     *   AVAILABLE  pushed - 1   the last live block was freed: the slab can go back to the pool
     *   FULL       0            the first block was freed: the slab is of use again
     *
     * The fields from top to owner are the owner's alone; free of another thread reads shift, live and blockSize of an
     * activation that its live block keeps from ending. A free that is an error may read them while they change; it finds
     * out by comparing the generation before and after (see RemoteFree).
     */
    static final int NOWHERE = 0;
    static final int CURRENT = 1;
    static final int AVAILABLE = 2;
    static final int FULL = 3;

    /** What {@link #pop()} returns if there is no free block. */
    static final long NO_BLOCK = 0;

    private static final int PAGE = 4096;
    private static final int NEVER = -1;
    private static final VarHandle NOTE;
    private static final VarHandle OWNER;
    private static final VarHandle REMOTE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NOTE = lookup.findVarHandle(BlockSlabHot.class, "note", long.class);
            OWNER = lookup.findVarHandle(BlockSlabHot.class, "owner", ThreadHeap.class);
            REMOTE = lookup.findVarHandle(BlockSlab.class, "remote", RemoteFrees.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Slab slab;

    private int pushed;
    private int capacity;
    private int blockSize;
    private int sizeClass = -1;
    private long poolWord;

    /** Links of the list of its heap it is in, and which one that is; the owner's. */
    BlockSlab previous;

    BlockSlab next;
    int where;

    private volatile RemoteFrees remote;

    /** Link of the owner's list of slabs whose event has come. */
    BlockSlab nextEvent;

    /** Link of the owner's stack of notified slabs: written by who notifies, read by the owner that took the stack. */
    BlockSlab nextNotified;

    BlockSlab(Slab slab, long base) {
        super(base);
        this.slab = slab;
        this.eventAt = NEVER;
    }

    // ---- The owner's hot path ----

    /** Takes a free block, or {@link #NO_BLOCK}. Small enough to be inlined, as {@link #push} is. */
    long pop() {
        int newTop = top - 1;
        if (newTop < 0) {
            return NO_BLOCK;
        }
        top = newTop;
        int unit = stack[newTop];
        live[unit >>> 6] |= 1L << unit;
        return base + ((long) unit << shift);
    }

    /**
     * Frees a block, if the address is that of one, and if nobody else is at the slab. The rotation moves bits of an
     * address inside a block to the top, so that the bounds check finds them.
     *
     * @return the number of free blocks before, or -1 if the free has to be looked at more closely
     */
    int push(long address) {
        int unit = Integer.rotateRight((int) address & (Slab.BYTES - 1), shift);
        long[] bits = live;
        int index = unit >>> 6;
        // Unsigned, for the compiler to see that it is the array's own check, and to leave that out.
        if (Integer.compareUnsigned(index, bits.length) >= 0) {
            return -1;
        }
        long word = bits[index];
        long bit = 1L << unit;
        if ((word & bit) == 0 || Note.stateOf(note) != Note.QUIET) {
            return -1;
        }
        bits[index] = word ^ bit;
        int oldTop = top;
        stack[oldTop] = (short) unit;
        top = oldTop + 1;
        return oldTop;
    }

    boolean isEvent(int oldTop) {
        return oldTop == eventAt;
    }

    // ---- The owner's slow path ----

    /** Pushes blocks never used, in descending order, so that they are handed out ascending. */
    boolean pushFresh() {
        if (pushed == capacity) {
            return false;
        }
        int count = Math.min(capacity - pushed, Math.max(1, PAGE / blockSize));
        int unitsPerBlock = blockSize >>> shift;
        for (int i = count - 1; i >= 0; i--) {
            stack[top++] = (short) ((pushed + i) * unitsPerBlock);
        }
        pushed += count;
        return true;
    }

    /** Pushes a block whose live bit is cleared already. */
    void pushUnit(int unit) {
        stack[top++] = (short) unit;
    }

    /** Clears the live bits of pending units; those that had none were freed twice. */
    long clearLive(int index, long pending) {
        int shiftInWord = (index & 1) << 5;
        long word = live[index >>> 1];
        live[index >>> 1] = word & ~(pending << shiftInWord);
        return word >>> shiftInWord & pending;
    }

    /** Frees a block by its owner while others have frees pending; the caller has checked that this one is not. */
    int pushChecked(int unit) {
        live[unit >>> 6] ^= 1L << unit;
        int oldTop = top;
        stack[oldTop] = (short) unit;
        top = oldTop + 1;
        return oldTop;
    }

    void moveTo(int place) {
        where = place;
        eventAt = switch (place) {
            case AVAILABLE -> pushed - 1;
            case FULL -> 0;
            default -> NEVER;
        };
    }

    /** Until the slab is moved to a place again. */
    void ignoreEvents() {
        eventAt = NEVER;
    }

    boolean hasBlocks() {
        return top > 0 || pushed < capacity;
    }

    boolean isAllFree() {
        return top == pushed;
    }

    /**
     * Starts an activation, with the maps it has from the last one if they are of the same class. Nothing can fail here.
     *
     * @return the maps that were not needed
     */
    BlockMaps activate(int newClass, BlockMaps spare, ThreadHeap newOwner) {
        BlockMaps unused = spare;
        if (newClass != sizeClass) {
            unused = null;
            stack = spare.stack;
            live = spare.live;
            top = 0;
            pushed = 0;
            sizeClass = newClass;
            blockSize = SizeClasses.blockSize(newClass);
            shift = BlockMaps.shift(newClass);
            capacity = BlockMaps.capacity(newClass);
        }
        remote = null;
        poolWord = slab.word();
        owner = newOwner;
        // Release: whoever reads the new generation sees the maps, the class and the owner.
        NOTE.setVolatile(this, Note.nextGeneration(note, Note.QUIET));
        return unused;
    }

    // ---- What several threads use ----

    long note() {
        return (long) NOTE.getVolatile(this);
    }

    /** From NOTIFIED or TAKEN, which nobody else may leave. */
    void lowerNote() {
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
        OWNER.compareAndSet(this, heap, ThreadHeap.NOBODY);
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
            RemoteFrees made = new RemoteFrees(generation, Slab.BYTES >>> shift);
            if (REMOTE.compareAndSet(this, frees, made)) {
                return made;
            }
            frees = remote;
        }
        return frees.generation() == generation ? frees : null;
    }

    /** The unit of an address, or a number out of range if it is not a multiple of the unit. */
    int unitOf(long address) {
        return Integer.rotateRight((int) address & (Slab.BYTES - 1), shift);
    }

    boolean isLive(int unit) {
        long[] bits = live;
        int index = unit >>> 6;
        return index < bits.length && (bits[index] & (1L << unit)) != 0;
    }

    /** The live bits of the units of one word of {@link RemoteFrees}. */
    long liveOf(int index) {
        long[] bits = live;
        return index >>> 1 < bits.length ? bits[index >>> 1] >>> ((index & 1) << 5) & RemoteFrees.PENDING_MASK : 0;
    }

    /** Whether others have freed all that is live; a hint, for neither side stands still. */
    boolean isAllPending(RemoteFrees frees) {
        for (int index = 0; index < frees.wordCount(); index++) {
            if ((liveOf(index) & ~RemoteFrees.pendingOf(frees.get(index))) != 0) {
                return false;
            }
        }
        return true;
    }

    int liveCount() {
        int count = 0;
        for (long word : live) {
            count += Long.bitCount(word);
        }
        return count;
    }

    int sizeClass() {
        return sizeClass;
    }

    int blockSize() {
        return blockSize;
    }

    int pushed() {
        return pushed;
    }

    int capacity() {
        return capacity;
    }

    int top() {
        return top;
    }

    int stackUnit(int position) {
        return stack[position];
    }

    int unitsPerBlock() {
        return blockSize >>> shift;
    }

    long poolWord() {
        return poolWord;
    }

    long metadataBytes() {
        RemoteFrees frees = remote;
        return PaddedBlockSlab.BYTES + BlockMaps.bytes(sizeClass) + (frees == null ? 0 : 40L + 8L * frees.wordCount());
    }
}
