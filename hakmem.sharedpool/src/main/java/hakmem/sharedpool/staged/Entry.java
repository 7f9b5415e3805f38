package hakmem.sharedpool.staged;

import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The metadata of one SuperSlab: which slots may be claimed, which hold an empty slab. Safe for use by several threads;
 * lock-free.
 */
public final class Entry extends EntryWords.Padded {
    /*
     * Every slot of a live entry is at one time in one of three places:
     *
     *     unused  xor  empty  xor  owned (handed out, or in the hands of a thread inside this package)
     *
     * Whoever takes a bit out of a mask by compare-and-set owns the slot until he puts it into a mask again. As long as
     * anybody owns a slot the entry cannot be retired, for retirement needs all 32 in the unused mask; so an owner may
     * read superSlab as often as he likes. Nobody else may rely on it.
     *
     *     claim:     unused -> owned      putEmpty:  owned -> empty      takeEmpty: empty -> owned
     *     putUnused: owned  -> unused     fold:      empty -> owned -> unused
     */
    private static final VarHandle CLAIM;
    private static final VarHandle EMPTY;
    private static final VarHandle SOILED;
    private static final VarHandle SUPER_SLAB;
    private static final VarHandle IDLE_SINCE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CLAIM = lookup.findVarHandle(EntryWords.Words.class, "claim", long.class);
            EMPTY = lookup.findVarHandle(EntryWords.Words.class, "empty", int.class);
            SOILED = lookup.findVarHandle(EntryWords.Words.class, "soiled", int.class);
            SUPER_SLAB = lookup.findVarHandle(Entry.class, "superSlab", SuperSlab.class);
            IDLE_SINCE = lookup.findVarHandle(Entry.class, "idleSince", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int index;
    private final IdleSlots idleSlots = new IdleSlots();
    private SuperSlab superSlab;
    private long idleSince;

    /**
     * The next one in the table's list of entries without a SuperSlab; guarded by the table's lock. The link is here so
     * that freeing an entry allocates nothing and cannot fail.
     */
    private Entry nextFree;

    /**
     * Makes an entry that stands for no SuperSlab.
     *
     * @param index its number in the table
     */
    public Entry(int index) {
        this.index = index;
    }

    /**
     * Its number in the table.
     *
     * @return the number it was made with
     */
    public int index() {
        return index;
    }

    /**
     * The claim word.
     *
     * @return generation, live and unused mask at one moment
     */
    public long claimWord() {
        return claim;
    }

    /**
     * The slots that hold an empty slab.
     *
     * @return their mask
     */
    public int emptyMask() {
        return empty;
    }

    /**
     * The SuperSlab it stands for. Acquire: pairs with the release in {@link #revive}, so that a reader who skips null sees the
     * SuperSlab complete. It stays the same for as long as the caller owns a slot, and only then.
     *
     * @return the SuperSlab, or null
     */
    public SuperSlab superSlab() {
        return (SuperSlab) SUPER_SLAB.getAcquire(this);
    }

    /**
     * Makes the entry stand for a SuperSlab, in the next generation. Only its holder calls this, while it is not live. The
     * SuperSlab is written before the word: a claimer, who reads them in the other order, finds it. Were the word first, a
     * claimer would find null or the SuperSlab of the generation before.
     *
     * @param newSuperSlab the SuperSlab
     * @param owned the slots its holder keeps for himself
     * @param generationBits how wide the generation is, 1 to {@link ClaimWord#GENERATION_BITS}
     */
    public void revive(SuperSlab newSuperSlab, int owned, int generationBits) {
        SUPER_SLAB.setRelease(this, newSuperSlab);
        claim = ClaimWord.revived(claim, ~owned, generationBits);
    }

    /**
     * Retires the entry if no slot is used; it belongs to the caller then.
     *
     * @param word the claim word as it was when the decision was made
     * @return false if not all slots are unused, or anything has changed since
     */
    boolean tryRetire(long word) {
        return ClaimWord.isAllUnused(word) && CLAIM.compareAndSet(this, word, ClaimWord.retired(word));
    }

    /** Takes the SuperSlab out of a retired entry, before it is decommitted: readers who skip null skip it from here on. */
    SuperSlab detach() {
        SuperSlab detached = superSlab;
        SUPER_SLAB.setRelease(this, null);
        return detached;
    }

    /** Claims unused slots side by side; returns the first, or {@link SlotMask#NONE}. */
    int claim(int slots, Count failures) {
        while (true) {
            long before = claim;
            int unused = ClaimWord.unusedOf(before);
            int first = SlotMask.firstRun(unused, slots);
            if (first == SlotMask.NONE) {
                return SlotMask.NONE;
            }
            int rest = unused & ~SlotMask.run(first, slots);
            if (CLAIM.compareAndSet(this, before, ClaimWord.withUnused(before, rest))) {
                return first;
            }
            failures.increment();
        }
    }

    /** Claims all of the slots, or none if one of them is not unused. */
    boolean claimAll(int slots, Count failures) {
        while (true) {
            long before = claim;
            int unused = ClaimWord.unusedOf(before);
            if ((slots & ~unused) != 0) {
                return false;
            }
            if (CLAIM.compareAndSet(this, before, ClaimWord.withUnused(before, unused & ~slots))) {
                return true;
            }
            failures.increment();
        }
    }

    /** Puts owned slots, whose slabs are unused, into the unused mask. The entry is live, since they are owned. */
    void putUnused(int slots, Count failures) {
        while (true) {
            long before = claim;
            if (CLAIM.compareAndSet(this, before, ClaimWord.withUnused(before, ClaimWord.unusedOf(before) | slots))) {
                return;
            }
            failures.increment();
        }
    }

    /** Puts an owned slot, whose slab is empty, into the empty mask. */
    void putEmpty(int slot, Count failures) {
        while (true) {
            int before = empty;
            if (EMPTY.compareAndSet(this, before, before | 1 << slot)) {
                return;
            }
            failures.increment();
        }
    }

    /** Takes as many of the slots out of the empty mask as are there; returns those the caller owns now. */
    int takeEmpty(int slots, Count failures) {
        while (true) {
            int before = empty;
            int taken = before & slots;
            if (taken == 0 || EMPTY.compareAndSet(this, before, before & ~taken)) {
                return taken;
            }
            failures.increment();
        }
    }

    /** Takes as many of the slots out of the unused mask as are there; returns those the caller owns now. */
    int takeUnused(int slots, Count failures) {
        while (true) {
            long before = claim;
            int taken = ClaimWord.unusedOf(before) & slots;
            if (taken == 0
                    || CLAIM.compareAndSet(
                            this, before, ClaimWord.withUnused(before, ClaimWord.unusedOf(before) & ~taken))) {
                return taken;
            }
            failures.increment();
        }
    }

    /** Takes one slot out of the empty mask; returns it, or {@link SlotMask#NONE}. */
    int takeAnyEmpty(Count failures) {
        while (true) {
            int before = empty;
            if (before == 0) {
                return SlotMask.NONE;
            }
            if (EMPTY.compareAndSet(this, before, before & before - 1)) {
                return Integer.numberOfTrailingZeros(before);
            }
            failures.increment();
        }
    }

    /**
     * Moves slots from the empty mask to the unused mask. A slab that is active, though its slot was in the empty mask,
     * has been tampered with from outside the pool; its slot stays out of both masks, where it harms nobody.
     */
    void fold(int slots, Count failures) {
        int taken = takeEmpty(slots, failures);
        if (taken != 0) {
            putUnused(discard(taken), failures);
        }
    }

    /**
     * Says that slots were in use, before they are put into a mask: who looks for memory to give back takes what was said first,
     * and reads the masks then. Mostly it has been said already, which costs a read.
     */
    void soil(int slots) {
        if ((soiled & slots) != slots) {
            SOILED.getAndBitwiseOr(this, slots);
        }
    }

    /** The slots that were in use since this was asked last. */
    int takeSoiled() {
        return soiled == 0 ? 0 : (int) SOILED.getAndSet(this, 0);
    }

    /** How long slots have been idle, for the one thread that discards. */
    IdleSlots idleSlots() {
        return idleSlots;
    }

    /** Discards the slabs of owned slots; returns those that are unused now. */
    int discard(int slots) {
        SuperSlab owned = superSlab();
        int discarded = 0;
        for (int rest = slots; rest != 0; rest &= rest - 1) {
            Slab slab = owned.slab(Integer.numberOfTrailingZeros(rest));
            if (slab.tryDiscard()) {
                discarded |= Integer.lowestOneBit(rest);
            }
        }
        return discarded;
    }

    /**
     * Whether no slot is owned. The two masks are read one after the other, so the answer may be wrong while slots move. Of
     * several threads that put back the last slots at once, at least one gets true: each reads both masks after it has
     * written one, and all of these accesses are volatile.
     */
    boolean isAllFree() {
        return (empty | ClaimWord.unusedOf(claim)) == SlotMask.ALL;
    }

    /** Remembers when all slots became free, for {@link #idleSince}. */
    void stampIfAllFree() {
        if (isAllFree()) {
            IDLE_SINCE.setOpaque(this, System.nanoTime());
        }
    }

    /** The time, of {@link System#nanoTime()}, when all slots became free; meaningless while they are not. */
    long idleSince() {
        return (long) IDLE_SINCE.getOpaque(this);
    }

    /**
     * The list of free entries, for the table that keeps it.
     *
     * @return the next free entry, or null
     */
    public Entry nextFree() {
        return nextFree;
    }

    /**
     * The list of free entries, for the table that keeps it.
     *
     * @param next the next free entry, or null
     */
    public void setNextFree(Entry next) {
        nextFree = next;
    }

    @Override
    public String toString() {
        long word = claim;
        return "entry %d (%s, generation %d, unused %08x, empty %08x)"
                .formatted(
                        index,
                        ClaimWord.isLive(word) ? "live" : "not live",
                        ClaimWord.generationOf(word),
                        ClaimWord.unusedOf(word),
                        empty);
    }
}
