package hakmem.bench.slots;

import hakmem.bench.peer.Peer;
import hakmem.bench.peer.PeerFaultException;
import java.util.Arrays;

/**
 * Slots that trust no allocator: each block is filled with a pattern made of the seed, its address, its slot and the pattern its
 * slot had before, and is checked from end to end before it is freed. Of two blocks that overlap the one filled
 * first is found damaged, as is a block that an allocator wrote to or that was handed out while live.
 */
final class VerifyingSlots extends Slots {
    /* Odd, so that the words of a pattern differ from each other; the fraction of the golden ratio. */
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private final Slots slots;
    private final boolean ownerFrees;
    private final long alignment;
    private final long seed;
    private final int[] sizes;

    /** The first word of the pattern of each slot: they differ, even if one address is handed out twice. */
    private final long[] patterns;

    VerifyingSlots(Slots slots, Peer peer, long seed) {
        super(slots.count());
        this.slots = slots;
        this.ownerFrees = peer.ownerFrees();
        this.alignment = peer.alignment();
        this.seed = seed;
        this.sizes = new int[slots.count()];
        this.patterns = new long[slots.count()];
        Arrays.setAll(patterns, slot -> mix(seed + slot * STEP));
    }

    @Override
    public long address(int slot) {
        return slots.address(slot);
    }

    @Override
    public void allocate(int slot, int byteSize) {
        slots.allocate(slot, byteSize);
        fill(slot, byteSize);
    }

    @Override
    public void allocate(int slot, int byteAlignment, int byteSize) {
        slots.allocate(slot, byteAlignment, byteSize);
        fill(slot, byteSize);
        if (alignment > 1 && (slots.address(slot) & byteAlignment - 1) != 0) { // 1: it cannot be asked for one
            throw misaligned(slot, byteSize, byteAlignment);
        }
    }

    @Override
    public boolean isEmpty(int slot) {
        return slots.isEmpty(slot);
    }

    @Override
    public void free(int slot) {
        if (!slots.isEmpty(slot)) {
            check(slot);
            slots.free(slot);
        }
    }

    /** In two steps, so that a block which the allocator moved under our feet is noticed in either. */
    @Override
    public void replace(int slot, int byteSize) {
        free(slot);
        allocate(slot, byteSize);
    }

    @Override
    public void swap(int one, int other) {
        slots.swap(one, other);
        int size = sizes[one];
        sizes[one] = sizes[other];
        sizes[other] = size;
        long pattern = patterns[one];
        patterns[one] = patterns[other];
        patterns[other] = pattern;
    }

    /** Under one lock, as a block's size and pattern must go with it. */
    @Override
    public synchronized void exchange(int own, int shared) {
        swap(own, shared);
    }

    @Override
    public void handOver(int from, int to) {
        if (ownerFrees) {
            for (int slot = from; slot < to; slot++) {
                if (!slots.isEmpty(slot)) {
                    check(slot);
                }
            }
        }
        slots.handOver(from, to);
    }

    @Override
    public void takeOver(int from, int to) {
        slots.takeOver(from, to);
        if (ownerFrees) {
            for (int slot = from; slot < to; slot++) {
                if (!slots.isEmpty(slot)) {
                    fill(slot, sizes[slot]);
                }
            }
        }
    }

    private void fill(int slot, int byteSize) {
        long address = slots.address(slot);
        if (address == 0 || (address & alignment - 1) != 0) {
            throw misaligned(slot, byteSize, alignment);
        }
        sizes[slot] = byteSize;
        long word = mix(patterns[slot] ^ address);
        patterns[slot] = word;
        int done = 0;
        for (; done <= byteSize - Long.BYTES; done += Long.BYTES, word += STEP) {
            RawMemory.putLong(address + done, word);
        }
        for (; done < byteSize; done++) {
            RawMemory.putByte(address + done, byteOf(word, done));
        }
    }

    private void check(int slot) {
        long address = slots.address(slot);
        int byteSize = sizes[slot];
        long word = patterns[slot];
        int done = 0;
        for (; done <= byteSize - Long.BYTES; done += Long.BYTES, word += STEP) {
            long found = RawMemory.getLong(address + done);
            if (found != word) {
                throw damaged(slot, address, done, found, word);
            }
        }
        for (; done < byteSize; done++) {
            byte found = RawMemory.getByte(address + done);
            if (found != byteOf(word, done)) {
                throw damaged(slot, address, done, found, byteOf(word, done));
            }
        }
    }

    private PeerFaultException misaligned(int slot, int byteSize, long expected) {
        return new PeerFaultException("allocated a block of %d bytes at 0x%x, which is not aligned to %d bytes"
                .formatted(byteSize, slots.address(slot), expected));
    }

    private PeerFaultException damaged(int slot, long address, int offset, long found, long expected) {
        return new PeerFaultException(
                "the block of %d bytes at 0x%x (slot %d) was changed while live: at offset %d stands 0x%x instead of 0x%x; seed %d"
                        .formatted(sizes[slot], address, slot, offset, found, expected, seed));
    }

    /** A bijection: two slots that are given the same address have the same pattern only if they had before, by a chance of 2^-64. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    private static byte byteOf(long word, int offset) {
        return (byte) (word >>> ((offset & (Long.BYTES - 1)) * Byte.SIZE));
    }
}
