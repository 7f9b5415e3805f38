package hakmem.bench.slots;

import hakmem.bench.peer.AddressPeer;

/** Slots of blocks whose memory is not used, so that what is measured is the allocator alone. */
final class UntouchedSlots extends Slots {
    private final AddressPeer peer;
    private final long[] addresses;

    UntouchedSlots(AddressPeer peer, int count) {
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
        addresses[slot] = peer.malloc(byteSize);
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
        free(slot);
        allocate(slot, byteSize);
    }

    @Override
    public void swap(int one, int other) {
        long address = addresses[one];
        addresses[one] = addresses[other];
        addresses[other] = address;
    }
}
