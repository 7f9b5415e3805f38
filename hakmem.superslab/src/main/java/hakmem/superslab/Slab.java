package hakmem.superslab;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Locale;

/**
 * The descriptor of 64 KiB of memory. It is bound to its address for as long as the region is open, so that whoever holds
 * an old one holds a valid object; what changes is packed into one word, which is read once and changed by
 * compare-and-set. Safe for use by several threads.
 */
public final class Slab {
    /*
     * The word:
     *
     *   63          32 31      24 23       8 7        2 1     0
     *  +--------------+----------+----------+----------+-------+
     *  |  generation  |    0     | sizeClass|   run    | state |
     *  +--------------+----------+----------+----------+-------+
     *
     *  generation  counts activations, so that a word seen twice is never mistaken for itself
     *  sizeClass   what the front end keeps here, its own numbering
     *  run         in the first slab of a run its length in slabs (1 to 32), in the others 0
     *  state       UNUSED -> ACTIVE -> EMPTY -> ACTIVE | UNUSED
     *
     * Who moves it: the boundary of the pool (GuardedPool) activates what a strategy hands out, changes the length
     * of a run, and empties what is released; a front end gives what is active in its hands another class; a strategy discards an empty slab whose slot it takes back; the region discards what it decommits.
     */
    /** Bytes of a slab. */
    public static final int BYTES = 1 << 16;

    /** The binary logarithm of {@link #BYTES}. */
    public static final int SHIFT = 16;

    private static final int STATE_MASK = 3;
    private static final int RUN_SHIFT = 2;
    private static final int RUN_MASK = 0x3f;
    private static final int CLASS_SHIFT = 8;
    private static final int CLASS_MASK = 0xffff;
    private static final int GENERATION_SHIFT = 32;

    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(Slab.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What a slab is used for. */
    public enum State {
        /** Belongs to nobody; its SuperSlab may be given back. */
        UNUSED,
        /** Handed out by the pool. */
        ACTIVE,
        /** Released, but still prepared for its size class. */
        EMPTY
    }

    private static final State[] STATES = State.values();

    private final SuperSlab superSlab;
    private final int slot;
    private final long address;
    private volatile long word;

    /** Written by who discards its memory and has it, hence nobody else does. */
    private volatile int discards;

    Slab(SuperSlab superSlab, int slot) {
        this.superSlab = superSlab;
        this.slot = slot;
        this.address = superSlab.address() + ((long) slot << SHIFT);
    }

    /**
     * The address of its first byte.
     *
     * @return a multiple of {@link #BYTES}
     */
    public long address() {
        return address;
    }

    /**
     * Its number in the region.
     *
     * @return {@code (address - region.base()) >>> SHIFT}
     */
    public int index() {
        return superSlab.index() * SuperSlab.SLABS + slot;
    }

    /**
     * Its number in its SuperSlab.
     *
     * @return 0 to 31
     */
    public int slot() {
        return slot;
    }

    /**
     * The SuperSlab it is part of.
     *
     * @return the SuperSlab
     */
    public SuperSlab superSlab() {
        return superSlab;
    }

    /**
     * Its memory.
     *
     * @return a segment of {@link #BYTES} bytes that lives as long as the region
     */
    public MemorySegment segment() {
        return superSlab.segment().asSlice((long) slot << SHIFT, BYTES);
    }

    /**
     * How often its contents were lost. As long as the number stays the same, and the SuperSlab is committed, they are what was
     * written to them: nothing else clears them. It does not change while the slab is active.
     *
     * @return a number that changes with each {@link Region#commit()} of its SuperSlab, and each {@link Region#discard} of it
     */
    public int losses() {
        return superSlab.commits() + discards;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the slab is this thread's alone
    void markDiscarded() {
        discards++;
    }

    /**
     * The word, to be taken apart by the methods below and given to {@link #tryEmpty}. Acquire: sees what the thread
     * did that moved the word here.
     *
     * @return state, size class, run length and generation at one moment
     */
    public long word() {
        return word;
    }

    /**
     * The state in a word.
     *
     * @param word what {@link #word()} returned
     * @return the state
     */
    public static State stateOf(long word) {
        return STATES[(int) word & STATE_MASK];
    }

    /**
     * The size class in a word.
     *
     * @param word what {@link #word()} returned
     * @return the size class last activated for
     */
    public static int sizeClassOf(long word) {
        return (int) (word >>> CLASS_SHIFT) & CLASS_MASK;
    }

    /**
     * The run length in a word.
     *
     * @param word what {@link #word()} returned
     * @return slabs of the run that starts here, or 0 inside a run
     */
    public static int runLengthOf(long word) {
        return (int) (word >>> RUN_SHIFT) & RUN_MASK;
    }

    /**
     * The generation in a word.
     *
     * @param word what {@link #word()} returned
     * @return how often the slab was activated, modulo 2^32
     */
    public static int generationOf(long word) {
        return (int) (word >>> GENERATION_SHIFT);
    }

    /**
     * The state now.
     *
     * @return the state
     */
    public State state() {
        return stateOf(word);
    }

    /**
     * Makes an unused or empty slab active, in the next generation.
     *
     * @param sizeClass a number of the front end, 0 to 65535
     * @param run slabs of the run that starts here, or 0 inside a run
     * @return false if it is active already
     */
    public boolean tryActivate(int sizeClass, int run) {
        if ((sizeClass & ~CLASS_MASK) != 0 || run < 0 || run > SuperSlab.SLABS) {
            throw new IllegalArgumentException("size class " + sizeClass + ", run of " + run + " slabs");
        }
        long before;
        long after;
        do {
            before = word;
            if (stateOf(before) == State.ACTIVE) {
                return false;
            }
            long generation = (before >>> GENERATION_SHIFT) + 1;
            after = generation << GENERATION_SHIFT
                    | (long) sizeClass << CLASS_SHIFT
                    | (long) run << RUN_SHIFT
                    | State.ACTIVE.ordinal();
        } while (!WORD.compareAndSet(this, before, after));
        return true;
    }

    /**
     * Makes an active slab empty, if nothing about it changed since the word was read. Of several threads that try with
     * one word, one succeeds.
     *
     * @param active the word as it was read
     * @return false if the slab was not active then, or is no longer the same
     */
    public boolean tryEmpty(long active) {
        return stateOf(active) == State.ACTIVE && WORD.compareAndSet(this, active, withState(active, State.EMPTY));
    }

    /**
     * Gives the run that starts here another length, if nothing about the slab changed since the word was read.
     *
     * @param active the word as it was read
     * @param run the new length in slabs, 1 to 32; the caller answers for the slabs behind this one
     * @return false if no run started here then, or the slab is no longer the same
     * @throws IllegalArgumentException if the length is out of range
     */
    public boolean tryResize(long active, int run) {
        if (run < 1 || run > SuperSlab.SLABS) {
            throw new IllegalArgumentException("run of " + run + " slabs");
        }
        long resized = (active & ~((long) RUN_MASK << RUN_SHIFT)) | (long) run << RUN_SHIFT;
        return stateOf(active) == State.ACTIVE && runLengthOf(active) > 0 && WORD.compareAndSet(this, active, resized);
    }

    /**
     * Gives an active slab another size class, in the next generation, if nothing about it changed since the word was read:
     * for a front end that keeps it from one use to the next.
     *
     * @param active the word as it was read
     * @param sizeClass a number of the front end, 0 to 65535
     * @return false if the slab was not active then, or is no longer the same
     * @throws IllegalArgumentException if the class is out of range
     */
    public boolean tryReclass(long active, int sizeClass) {
        if ((sizeClass & ~CLASS_MASK) != 0) {
            throw new IllegalArgumentException("size class " + sizeClass);
        }
        long generation = (active >>> GENERATION_SHIFT) + 1;
        long rest = active & ((1L << GENERATION_SHIFT) - 1) & ~((long) CLASS_MASK << CLASS_SHIFT);
        long reclassed = generation << GENERATION_SHIFT | (long) sizeClass << CLASS_SHIFT | rest;
        return stateOf(active) == State.ACTIVE && WORD.compareAndSet(this, active, reclassed);
    }

    /**
     * Makes an empty slab unused.
     *
     * @return false if it is active
     */
    public boolean tryDiscard() {
        long before;
        do {
            before = word;
            if (stateOf(before) != State.EMPTY) {
                return stateOf(before) == State.UNUSED;
            }
        } while (!WORD.compareAndSet(this, before, withState(before, State.UNUSED)));
        return true;
    }

    private static long withState(long word, State state) {
        return (word & ~STATE_MASK) | state.ordinal();
    }

    @Override
    public String toString() {
        long now = word;
        int run = runLengthOf(now);
        return "slab 0x%x (%s, size class %d, %s, generation %d)"
                .formatted(
                        address,
                        stateOf(now).name().toLowerCase(Locale.ROOT),
                        sizeClassOf(now),
                        run == 0 ? "inside a run" : run == 1 ? "alone" : "first of " + run,
                        generationOf(now));
    }
}
