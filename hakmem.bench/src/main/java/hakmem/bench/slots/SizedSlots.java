package hakmem.bench.slots;

import hakmem.bench.peer.AddressPeer;

/** Slots that know the sizes of their blocks, and tell them when they free. */
final class SizedSlots extends AddressSlots {
    private final AddressPeer peer;
    private final int[] sizes;

    SizedSlots(AddressPeer peer, int count, Touch touch) {
        super(peer, count, touch);
        this.peer = peer;
        this.sizes = new int[count];
    }

    @Override
    public void allocate(int slot, int byteSize) {
        sizes[slot] = byteSize;
        super.allocate(slot, byteSize);
    }

    @Override
    public void allocate(int slot, int byteAlignment, int byteSize) {
        throw new UnsupportedOperationException("a block that was aligned is freed without its size");
    }

    @Override
    public void free(int slot) {
        long address = address(slot);
        if (address != 0) {
            clear(slot);
            peer.free(address, sizes[slot]);
        }
    }

    @Override
    public void replace(int slot, int byteSize) {
        free(slot);
        allocate(slot, byteSize);
    }

    @Override
    public void swap(int one, int other) {
        super.swap(one, other);
        int size = sizes[one];
        sizes[one] = sizes[other];
        sizes[other] = size;
    }

    @Override
    public void exchange(int own, int shared) {
        throw new UnsupportedOperationException("a block and its size cannot be exchanged at once");
    }
}
