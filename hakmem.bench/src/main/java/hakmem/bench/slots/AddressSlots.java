package hakmem.bench.slots;

import hakmem.bench.peer.AddressPeer;

/** Slots of blocks that are named by their addresses. */
final class AddressSlots extends Slots {
    private final AddressPeer peer;
    private final long[] addresses;

    AddressSlots(AddressPeer peer, int count) {
        super(count);
        this.peer = peer;
        this.addresses = new long[count];
    }

    @Override
    public long address(int slot) {
        return addresses[slot];
    }

    @Override
    public void allocate(int slot, int byteSize) {
        long address = peer.malloc(byteSize);
        addresses[slot] = address;
        RawMemory.touch(address);
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
}
