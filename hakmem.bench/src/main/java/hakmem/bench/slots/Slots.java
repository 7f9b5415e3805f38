package hakmem.bench.slots;

import hakmem.bench.peer.AddressPeer;
import hakmem.bench.peer.ObjectPeer;
import hakmem.bench.peer.Peer;

/**
 * A row of slots, each empty or holding one block. A slot is for one thread at a time, but for those that threads {@link
 * #exchange} blocks with.
 *
 * <p>The methods are small enough to be inlined into a workload's loop. In a JVM that measures one allocator one
 * implementation of this class and of the peer is loaded, so no call in the loop is left to be dispatched.
 */
public abstract sealed class Slots permits AddressSlots, ObjectSlots, TimedSlots, VerifyingSlots {
    private final int count;

    Slots(int count) {
        this.count = count;
    }

    /**
     * Makes a row of empty slots.
     *
     * @param peer where the blocks come from
     * @param count how many slots
     * @param touch what is written to every block
     * @return the row
     */
    public static Slots of(Peer peer, int count, Touch touch) {
        return switch (peer) {
            case AddressPeer addresses -> new AddressSlots(addresses, count, touch);
            case ObjectPeer objects -> new ObjectSlots(objects, count, touch);
        };
    }

    /**
     * Makes a row of empty slots that tells the size of a block when it frees it, if the peer's blocks are named by their
     * addresses.
     *
     * @param peer where the blocks come from
     * @param count how many slots
     * @param touch what is written to every block
     * @return the row
     */
    public static Slots sized(Peer peer, int count, Touch touch) {
        return switch (peer) {
            case AddressPeer addresses -> new SizedSlots(addresses, count, touch);
            case ObjectPeer objects -> new ObjectSlots(objects, count, touch);
        };
    }

    /**
     * Makes a row of empty slots that fills every block with a pattern and checks it before the block is freed.
     *
     * @param peer where the blocks come from
     * @param count how many slots
     * @param seed goes into the patterns
     * @return the row
     */
    public static Slots verifying(Peer peer, int count, long seed) {
        return verifying(of(peer, count, Touch.nothing()), peer, seed);
    }

    /**
     * Has a row fill every block with a pattern and check it before the block is freed, after what the row itself does when it
     * allocates and before what it does when it frees.
     *
     * @param slots the row, not to be used otherwise from now on
     * @param peer where its blocks come from
     * @param seed goes into the patterns
     * @return the row that verifies
     */
    public static Slots verifying(Slots slots, Peer peer, long seed) {
        return new VerifyingSlots(slots, peer, seed);
    }

    /**
     * The number of slots.
     *
     * @return slots in the row
     */
    public final int count() {
        return count;
    }

    /**
     * Where the block in a slot lies.
     *
     * @param slot the slot
     * @return its address, 0 if the slot is empty
     */
    public abstract long address(int slot);

    /**
     * Whether a slot holds no block.
     *
     * @param slot the slot
     * @return true if it is empty
     */
    public abstract boolean isEmpty(int slot);

    /**
     * Allocates a block into an empty slot, and writes to it.
     *
     * @param slot the slot
     * @param byteSize bytes
     */
    public abstract void allocate(int slot, int byteSize);

    /**
     * Allocates a block with an alignment into an empty slot, and writes to it.
     *
     * @param slot the slot
     * @param byteAlignment bytes, 8 or 16
     * @param byteSize bytes
     */
    public abstract void allocate(int slot, int byteAlignment, int byteSize);

    /**
     * Frees the block in a slot, if there is one.
     *
     * @param slot the slot
     */
    public abstract void free(int slot);

    /**
     * Frees the block in a full slot, allocates another one, and writes to it.
     *
     * @param slot the slot
     * @param byteSize bytes
     */
    public abstract void replace(int slot, int byteSize);

    /**
     * Lets two slots change their blocks.
     *
     * @param one a slot
     * @param other a slot
     */
    public abstract void swap(int one, int other);

    /**
     * Lets a slot of the calling thread's change its block with one that other threads exchange blocks with at the same time.
     * What they did to the block they gave away is visible to who gets it. Blocks that only their own thread may free must not
     * be exchanged.
     *
     * @param own a slot of the calling thread's, empty or not
     * @param shared a slot that is used in no other way while threads are at work
     */
    public abstract void exchange(int own, int shared);

    /**
     * Gets a range of slots ready for another thread; called by the thread that used it last.
     *
     * @param from the first slot
     * @param to the slot after the last
     */
    public void handOver(int from, int to) {}

    /**
     * Takes a range of slots; called by the thread that is going to use it, after the other thread's {@link #handOver}.
     *
     * @param from the first slot
     * @param to the slot after the last
     */
    public void takeOver(int from, int to) {}

    /**
     * Frees every block in a range.
     *
     * @param from the first slot
     * @param to the slot after the last
     */
    public final void freeAll(int from, int to) {
        for (int slot = from; slot < to; slot++) {
            free(slot);
        }
    }
}
