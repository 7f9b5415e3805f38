package hakmem.jmh;

/** The blocks one thread holds, of either kind of allocator. For one thread. */
final class Blocks {
    private final long[] addresses;
    private final Object[] objects;

    Blocks(int count) {
        addresses = new long[count];
        objects = new Object[count];
    }

    void allocate(Peers peers, int index, int size) {
        if (peers.addresses != null) {
            addresses[index] = peers.addresses.malloc(size);
        } else {
            objects[index] = peers.objects.allocate(size);
        }
    }

    void free(Peers peers, int index) {
        if (peers.addresses != null) {
            peers.addresses.free(addresses[index]);
        } else {
            peers.objects.free(objects[index]);
        }
    }
}
