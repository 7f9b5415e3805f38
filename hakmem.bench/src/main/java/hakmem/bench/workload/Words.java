package hakmem.bench.workload;

import hakmem.bench.peer.PeerFaultException;
import hakmem.bench.slots.RawMemory;
import hakmem.bench.slots.Slots;

/**
 * Blocks of words of eight bytes that tell their own length, so that any thread can check one: word i of n is {@code (n - i) ^
 * COOKIE}. A slot is for one thread at a time.
 */
final class Words {
    private static final long COOKIE = 0x5bd1e9955bd1e995L;
    private static final int MANY = 100;
    private static final int MOST = 100 * MANY * 64;

    /** The largest block, in bytes. */
    static final int LARGEST = MOST * Long.BYTES;

    private final Slots slots;
    private final boolean fill;
    private final boolean check;

    /**
     * Makes it.
     *
     * @param slots hold the blocks
     * @param fill whether words are written and read at all: not if the slots do so
     * @param check whether what is read must be what was written
     */
    Words(Slots slots, boolean fill, boolean check) {
        this.slots = slots;
        this.fill = fill;
        this.check = check;
    }

    /**
     * Allocates a block of so many words, or once in a hundred times of a hundred times as many, and of those once in ten times
     * of a thousand times, and once in a hundred times of ten thousand times as many.
     *
     * @param slot an empty slot
     * @param words how many usually
     * @param random decides
     */
    void allocate(int slot, int words, FastRandom random) {
        int count = words;
        if (random.chance(1)) {
            if (random.chance(1)) {
                count *= MANY * 100;
            } else if (random.chance(10)) {
                count *= MANY * 10;
            } else {
                count *= MANY;
            }
        }
        slots.allocate(slot, count * Long.BYTES);
        if (fill) {
            long address = slots.address(slot);
            for (int i = 0; i < count; i++) {
                RawMemory.putLong(address + (long) i * Long.BYTES, (count - i) ^ COOKIE);
            }
        }
    }

    /**
     * Checks and frees a block.
     *
     * @param slot a slot, empty or not
     */
    void free(int slot) {
        if (check && !slots.isEmpty(slot)) {
            check(slots.address(slot));
        }
        slots.free(slot);
    }

    private static void check(long address) {
        long count = RawMemory.getLong(address) ^ COOKIE;
        if (count < 1 || count > MOST) {
            throw new PeerFaultException(
                    "the block at 0x%x begins with 0x%x, which nobody wrote there".formatted(address, count ^ COOKIE));
        }
        for (int i = 1; i < count; i++) {
            long found = RawMemory.getLong(address + (long) i * Long.BYTES);
            if (found != ((count - i) ^ COOKIE)) {
                throw new PeerFaultException("word %d of the block of %d words at 0x%x is 0x%x instead of 0x%x"
                        .formatted(i, count, address, found, (count - i) ^ COOKIE));
            }
        }
    }
}
