package hakmem.sharedpool.staged;

import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Gives the memory of slots that nobody has used for a while back, where another slot keeps the SuperSlab. Safe for use by several
 * threads.
 */
final class Discarding {
    /*
     * A slot at rest is in one of two masks of its entry. It is taken out of there as an acquirer would, and is owned then: so
     * nobody else is given it, and the SuperSlab stays. There is no new state.
     *
     *   who discards                                   who releases
     *   1. takes the soiled mask                       1. soils the slot
     *   2. reads the masks: which slots are free,      2. puts it into a mask
     *      and have not been soiled for long enough?
     *   3. takes these out of the masks, one run of
     *      neighbours after the other
     *   4. discards the slabs: EMPTY -> UNUSED, and
     *      their memory
     *   5. puts them into the unused mask
     *
     * A slot that is used and released between 1 and 3 loses memory that is warm, and is soiled still, so that it is discarded
     * once more for nothing. Neither does harm, and it is rare. Memory that nobody soils would stay for ever, so every release
     * does, also of what is soiled by an earlier one: that may be just what 1 takes.
     *
     * An empty slab becomes unused, for what made it worth keeping for its class, warm pages, is gone. Its node on the
     * stack is stale then.
     *
     * One run of neighbours is in hand at a time, for one system call. Meanwhile it is in no mask.
     *   - Who finds no slots waits for what is in hand, and looks once more, before he commits or is refused. Should others take
     *     what he waited for, and more be in hand then, it is Transit that keeps him from being refused.
     *   - Who extends a run over slots in hand waits for them.
     *   - Who would retire the SuperSlab, which is all free but for what is in hand, waits too: isAllFree(). Otherwise a trim that
     *     is to make room for a request might make none, though nothing is used.
     *   - Who releases the last slot in use does not see that all are free. This thread does, in the end.
     *
     *   who discards      inHand = slots; take them     ...    put them back; inHand = null; wake
     *   who misses them   read masks: some are missing; read inHand: if it is these, wait; read masks again
     *
     * All volatile: if slots are missing since they were taken here, inHand was these before; if it no longer is, they have
     * been put back.
     *
     * Entries of which all slots are free are left alone: they go back as a whole, soon. The lock is held for a round, so that
     * there is one; it is not taken by anybody but who discards.
     *
     * If a discard fails, the slots go back to the mask all the same. The housekeeper's rounds leave memory alone from then on,
     * for a source that fails so (memory that the program has locked, say) fails always; until one that spares nothing succeeds.
     */
    private final Region region;
    private final EntryTable table;
    private final Transit transit;
    private final StageCounters counters;
    private final ReentrantLock round = new ReentrantLock();

    /** What is in hand, or null: a new object each time. */
    private volatile Hand inHand;

    private volatile boolean failing;

    /** Neighbouring slots of an entry, some of which may be somebody else's. No two are the same. */
    private static final class Hand {
        private final Entry entry;
        private final int slots;

        Hand(Entry entry, int slots) {
            this.entry = entry;
            this.slots = slots;
        }
    }

    Discarding(Region region, EntryTable table, Transit transit, StageCounters counters) {
        this.region = region;
        this.table = table;
        this.transit = transit;
        this.counters = counters;
    }

    /**
     * Goes once through the table. A failure is thrown at the end, so that it does not spare other entries.
     *
     * @param idleNanos spares what was in use within so many nanoseconds
     * @param isOver ends the round early
     * @return bytes discarded
     */
    long run(long idleNanos, BooleanSupplier isOver) {
        if (failing && idleNanos > 0) {
            return 0;
        }
        long bytes = 0;
        RuntimeException failure = null;
        round.lock();
        try {
            int end = table.published();
            for (int i = 0; i < end && !isOver.getAsBoolean(); i++) {
                try {
                    bytes += discardIdle(table.entry(i), idleNanos);
                } catch (RuntimeException e) {
                    failure = Failures.join(failure, e);
                }
            }
        } finally {
            round.unlock();
        }
        failing = failure != null;
        if (failure != null) {
            throw failure;
        }
        return bytes;
    }

    private long discardIdle(Entry entry, long idleNanos) {
        int soiled = entry.takeSoiled();
        long word = entry.claimWord();
        IdleSlots slots = entry.idleSlots();
        if (!slots.look(soiled, word)) {
            return 0;
        }
        long now = System.nanoTime();
        slots.stamp(soiled, now);
        int free = entry.emptyMask() | ClaimWord.unusedOf(word);
        if (free == SlotMask.ALL) {
            return 0;
        }
        long bytes = 0;
        for (int rest = slots.idleFor(idleNanos, free, now); rest != 0; ) {
            int first = Integer.numberOfTrailingZeros(rest);
            int run = SlotMask.run(first, Integer.numberOfTrailingZeros(~(rest >>> first)));
            bytes += discard(new Hand(entry, run), now);
            rest &= ~run;
        }
        return bytes;
    }

    private long discard(Hand hand, long now) {
        Entry entry = hand.entry;
        int taken = 0;
        transit.begin();
        try {
            inHand = hand;
            taken = entry.takeUnused(hand.slots, counters.failedClaims);
            taken |= entry.takeEmpty(hand.slots, counters.failedClaims);
            return discardMemory(entry, entry.discard(taken), now);
        } finally {
            entry.putUnused(entry.discard(taken), counters.failedClaims);
            table.emptyChanged(entry);
            table.unusedChanged(entry);
            entry.stampIfAllFree();
            inHand = null;
            transit.end();
        }
    }

    /** Neighbours in one call, unless others have taken some in between. They are dirty until it has returned. */
    private long discardMemory(Entry entry, int owned, long now) {
        IdleSlots slots = entry.idleSlots();
        slots.stamp(owned, now);
        long bytes = 0;
        for (int rest = owned; rest != 0; ) {
            int first = Integer.numberOfTrailingZeros(rest);
            int count = Integer.numberOfTrailingZeros(~(rest >>> first));
            int run = SlotMask.run(first, count);
            region.discard(entry.superSlab(), first, count);
            slots.clean(run);
            bytes += (long) count << Slab.SHIFT;
            rest &= ~run;
        }
        return bytes;
    }

    /** Waits until what is in hand now has been put back. False if nothing is. */
    boolean await() {
        return await(inHand);
    }

    /** The same, if it is one of these slots; to be asked by who has missed one. */
    boolean await(Entry entry, int slots) {
        Hand hand = inHand;
        return hand != null && hand.entry == entry && (hand.slots & slots) != 0 && await(hand);
    }

    private boolean await(Hand hand) {
        // A source may come back into the pool from its discard: nobody waits for himself.
        if (hand == null || round.isHeldByCurrentThread()) {
            return false;
        }
        transit.waiting().until(() -> inHand != hand);
        return true;
    }

    /** Whether no slot of the entry is owned, but by who discards; waits for him. */
    boolean isAllFree(Entry entry) {
        if (entry.isAllFree()) {
            return true;
        }
        int missing = ~(entry.emptyMask() | ClaimWord.unusedOf(entry.claimWord()));
        Hand hand = inHand;
        if (hand != null && hand.entry == entry && (missing & ~hand.slots) == 0) {
            await(hand);
        }
        return entry.isAllFree();
    }
}
