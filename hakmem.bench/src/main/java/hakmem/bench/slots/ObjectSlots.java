package hakmem.bench.slots;

import hakmem.bench.peer.ObjectPeer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** Slots of blocks that are named by objects, among them those that only their own thread may free. */
final class ObjectSlots extends Slots {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Object[].class);

    private final ObjectPeer peer;
    private final Touch touch;
    private final Object[] blocks;
    private final boolean ownerFrees;

    /** Sizes of the blocks between a hand-over and the take-over that follows; -1 for an empty slot. */
    private final int[] sizes;

    ObjectSlots(ObjectPeer peer, int count, Touch touch) {
        super(count);
        this.peer = peer;
        this.touch = touch;
        this.blocks = new Object[count];
        this.ownerFrees = peer.ownerFrees();
        this.sizes = new int[ownerFrees ? count : 0];
        Arrays.fill(sizes, -1);
    }

    @Override
    public long address(int slot) {
        Object block = blocks[slot];
        return block == null ? 0 : peer.address(block);
    }

    @Override
    public boolean isEmpty(int slot) {
        return blocks[slot] == null;
    }

    @Override
    public void allocate(int slot, int byteSize) {
        Object block = peer.allocate(byteSize);
        blocks[slot] = block;
        touch.write(peer.address(block), byteSize);
    }

    @Override
    public void allocate(int slot, int byteAlignment, int byteSize) {
        Object block = peer.allocate(byteAlignment, byteSize);
        blocks[slot] = block;
        touch.write(peer.address(block), byteSize);
    }

    @Override
    public void free(int slot) {
        Object block = blocks[slot];
        if (block != null) {
            blocks[slot] = null;
            peer.free(block);
        }
    }

    @Override
    public void replace(int slot, int byteSize) {
        peer.free(blocks[slot]);
        blocks[slot] = null;
        allocate(slot, byteSize);
    }

    @Override
    public void swap(int one, int other) {
        Object block = blocks[one];
        blocks[one] = blocks[other];
        blocks[other] = block;
    }

    @Override
    public void exchange(int own, int shared) {
        blocks[own] = ELEMENT.getAndSet(blocks, shared, blocks[own]);
    }

    @Override
    public void handOver(int from, int to) {
        if (!ownerFrees) {
            return;
        }
        for (int slot = from; slot < to; slot++) {
            Object block = blocks[slot];
            sizes[slot] = block == null ? -1 : (int) peer.byteSize(block);
            free(slot);
        }
    }

    @Override
    public void takeOver(int from, int to) {
        if (!ownerFrees) {
            return;
        }
        for (int slot = from; slot < to; slot++) {
            if (sizes[slot] >= 0) {
                allocate(slot, sizes[slot]);
            }
        }
        Arrays.fill(sizes, from, to, -1);
    }
}
