package hakmem.tiny;

import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * The invariants of the module as code. To be run while no other thread uses the allocator; tests do so after each test.
 *
 * <pre>
 * slab:  free + live = pushed &lt;= capacity; live is what was counted
 *        the blocks in the free list are distinct and below pushed
 *        live blocks are below pushed
 *        pending blocks are live; there are none while QUIET or ABANDONED, for nobody would come to collect them
 *        marked with a thread's number only while it is QUIET, and not with that of a thread that uses another heap
 *        POOLED: nothing live, no owner; ABANDONED: none free; QUIET, NOTIFIED: an owner
 * heap:  slabCount = slabs whose owner it is = slabs in its places
 *        each slab in a place is QUIET, or NOTIFIED and on the heap's stack; nothing else is there
 *        a slab that is not current has its event noted once, or is yet to tell it: when what is live in an available one
 *        is freed, or one block of a full one
 * </pre>
 */
final class Validation {
    private Validation() {}

    static void validate(SlabExchange exchange, HeapRegistry registry, StripedHeaps stripes) {
        int[] owned = new int[1];
        exchange.region().forEachSuperSlab(superSlab -> {
            for (int slot = 0; slot < SuperSlab.SLABS; slot++) {
                Slab slab = superSlab.slab(slot);
                BlockSlab blocks = exchange.get(slab.index());
                if (blocks != null && blocks.slab == slab && validate(blocks, registry)) {
                    validateEntries(exchange, blocks);
                    owned[0] += blocks.slabs();
                }
            }
        });
        int[] held = new int[1];
        Arrays.stream(registry.heaps()).forEach(heap -> held[0] += validate(heap));
        stripes.forEach(heap -> held[0] += validate(heap));
        check(owned[0] == held[0], "%d slabs have an owner, the heaps hold %d", owned[0], held[0]);
    }

    /** Checks a slab. True if a heap owns it. */
    private static boolean validate(BlockSlab slab, HeapRegistry registry) {
        int state = Note.stateOf(slab.note());
        BitSet free = freeBlocks(slab);
        int live = liveBlocks(slab);
        check(slab.liveCount() == live, "%s: %d blocks are live, and %d counted", slab.slab, live, slab.liveCount());
        check(
                free.cardinality() + live == slab.pushed() && slab.pushed() <= slab.capacity(),
                "%s: free %d, live %d, pushed %d, capacity %d",
                slab.slab,
                free.cardinality(),
                live,
                slab.pushed(),
                slab.capacity());
        RemoteFrees frees = slab.remote();
        if (frees != null && frees.generation() == Note.generationOf(slab.note())) {
            check(
                    frees.pendingCount() == 0 || (state != Note.QUIET && state != Note.ABANDONED),
                    "%s: %d blocks are pending, and nobody was told (state %d)",
                    slab.slab,
                    frees.pendingCount(),
                    state);
            for (int number = 0; number < frees.wordCount() << 5; number++) {
                check(
                        !frees.isPending(number) || slab.isLive(number),
                        "%s: pending block %d is not live",
                        slab.slab,
                        number);
            }
        }
        check(
                slab.quietUser == OwnedHeap.NO_USER || state == Note.QUIET,
                "%s: marked as quiet, in state %d",
                slab.slab,
                state);
        check(
                slab.quietUser == OwnedHeap.NO_USER
                        || slab.quietUser == slab.owner().user()
                        || Arrays.stream(registry.heaps()).noneMatch(heap -> heap.user() == slab.quietUser),
                "%s: marked as quiet for thread %d, which uses another heap",
                slab.slab,
                slab.quietUser);
        boolean hasOwner = slab.owner() != PaddedThreadHeap.NOBODY;
        switch (state) {
            case Note.POOLED -> check(live == 0 && !hasOwner, "%s: pooled with %d live blocks", slab.slab, live);
            case Note.ABANDONED -> check(free.isEmpty() && !hasOwner, "%s: abandoned, free %s", slab.slab, free);
            case Note.PARTIAL, Note.TAKEN -> check(!hasOwner, "%s: partial and owned", slab.slab);
            default -> check(hasOwner, "%s: state %d without an owner", slab.slab, state);
        }
        if (state != Note.POOLED) {
            check(slab.slab.state() == Slab.State.ACTIVE, "%s: in use, but not active", slab.slab);
        }
        return hasOwner;
    }

    /** All slabs of the pool that make a slab lead to it. */
    private static void validateEntries(SlabExchange exchange, BlockSlab slab) {
        int first = slab.slab.index();
        for (int index = first; index < first + slab.slabs(); index++) {
            check(exchange.get(index) == slab, "%s: entry %d is another's", slab.slab, index - first);
        }
    }

    private static BitSet freeBlocks(BlockSlab slab) {
        BitSet free = new BitSet();
        for (int number = slab.first(); number != BlockLinks.END; number = slab.next(number)) {
            check(number >= 0 && number < slab.pushed(), "%s: block %d is in the free list", slab.slab, number);
            check(!free.get(number), "%s: block %d is in the free list twice", slab.slab, number);
            free.set(number);
        }
        return free;
    }

    private static int liveBlocks(BlockSlab slab) {
        int count = 0;
        for (int number = 0; number < slab.capacity(); number++) {
            if (slab.isLive(number)) {
                check(number < slab.pushed(), "%s: live block %d was never handed out", slab.slab, number);
                count++;
            }
        }
        return count;
    }

    /** Checks a heap, and says how many slabs it holds. */
    private static int validate(ThreadHeap heap) {
        int[] count = new int[1];
        Set<BlockSlab> notified = Collections.newSetFromMap(new IdentityHashMap<>());
        heap.forEachNotified(slab -> check(notified.add(slab), "%s: was told of twice", slab.slab));
        Set<BlockSlab> noted = Collections.newSetFromMap(new IdentityHashMap<>());
        heap.forEachEvent(slab -> check(noted.add(slab), "%s: is noted twice", slab.slab));
        heap.forEachSlab((slab, place) -> {
            count[0] += slab.slabs();
            check(
                    (Note.stateOf(slab.note()) == Note.NOTIFIED) == notified.remove(slab),
                    "%s: state %d, but not on the stack, or the other way round",
                    slab.slab,
                    Note.stateOf(slab.note()));
            check(slab.owner() == heap, "%s: in the lists of a heap that does not own it", slab.slab);
            check(slab.where == place, "%s: in place %d, says %d", slab.slab, place, slab.where);
            check(Note.stateOf(slab.note()) <= Note.NOTIFIED, "%s: owned in state %d", slab.slab, slab.note());
            if (!noted.remove(slab) && place != BlockSlab.CURRENT) {
                int expected = place == BlockSlab.FULL ? 1 : slab.liveCount();
                check(slab.untilEvent == expected, "%s: tells after %d frees", slab.slab, slab.untilEvent);
                check(place == BlockSlab.AVAILABLE || !slab.hasBlocks(), "%s: has blocks, and is full", slab.slab);
            }
        });
        check(noted.isEmpty(), "%d slabs are noted and not in the heap", noted.size());
        check(notified.isEmpty(), "a heap was told of %d slabs that are not its own", notified.size());
        check(count[0] == heap.slabCount(), "a heap holds %d slabs and counts %d", count[0], heap.slabCount());
        return count[0];
    }

    private static void check(boolean holds, String message, Object... values) {
        if (!holds) {
            throw new AssertionError(message.formatted(values));
        }
    }
}
