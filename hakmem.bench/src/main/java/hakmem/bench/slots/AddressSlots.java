package hakmem.bench.slots;

import hakmem.bench.peer.AddressPeer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Slots of blocks that are named by their addresses. */
sealed class AddressSlots extends Slots permits SizedSlots {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final AddressPeer peer;
    private final Touch touch;
    private final long[] addresses;

    AddressSlots(AddressPeer peer, int count, Touch touch) {
        super(count);
        this.peer = peer;
        this.touch = touch;
        this.addresses = new long[count];
    }

    @Override
    public long address(int slot) {
        return addresses[slot];
    }

    @Override
    public boolean isEmpty(int slot) {
        return addresses[slot] == 0;
    }

    /** Forgets the block in a slot. */
    final void clear(int slot) {
        addresses[slot] = 0;
    }

    @Override
    public void allocate(int slot, int byteSize) {
        long address = peer.malloc(byteSize);
        addresses[slot] = address;
        touch.write(address, byteSize);
    }

    @Override
    public void allocate(int slot, int byteAlignment, int byteSize) {
        long address = peer.alignedAlloc(byteAlignment, byteSize);
        addresses[slot] = address;
        touch.write(address, byteSize);
    }

    @Override
    public void free(int slot) {
        long address = addresses[slot];
        if (address != 0) {
            addresses[slot] = 0;
            peer.free(address);
        }
    }

    @Override
    public void replace(int slot, int byteSize) {
        peer.free(addresses[slot]);
        // Should malloc throw, the slot must not be taken for full, or a second free would hide the first failure.
        addresses[slot] = 0;
        allocate(slot, byteSize);
    }

    @Override
    public void swap(int one, int other) {
        long address = addresses[one];
        addresses[one] = addresses[other];
        addresses[other] = address;
    }

    /** The atomic read and write orders what the other thread wrote to the block before what this one does with it. */
    @Override
    public void exchange(int own, int shared) {
        addresses[own] = (long) ELEMENT.getAndSet(addresses, shared, addresses[own]);
    }
}
