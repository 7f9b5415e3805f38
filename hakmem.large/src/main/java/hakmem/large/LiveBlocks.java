package hakmem.large;

import java.util.ArrayList;
import java.util.List;

/**
 * The live blocks that have mappings, by their addresses. To find one and to take one out makes no Java object: a free must not
 * fail because the Java heap is full. Safe for use by several threads.
 */
final class LiveBlocks {
    /*
     * Open addressing with linear probing, at most half full; a removal moves those behind it up (Knuth, The Art of Computer
     * Programming, vol. 3, 6.4, algorithms L and R), so that there are no marks of what was there. The hash is
     * multiplicative, of the address without the bits that are the same in all.
     *
     * Under a lock, for a block that comes here costs a system call or the touching of hundreds of pages, or both.
     *
     * Equation: size = places that are not null; each block is found from its home place on without a null in between.
     */
    private static final int LEAST_BITS = 6;
    private static final int PAGE_SHIFT = 12;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private DirectBlock[] table = new DirectBlock[1 << LEAST_BITS];
    private int bits = LEAST_BITS;
    private int size;

    /**
     * Puts a block in.
     *
     * @return false if one with its address is there
     * @throws OutOfMemoryError if the Java heap is full; nothing has changed then
     */
    synchronized boolean tryAdd(DirectBlock block) {
        if (2 * (size + 1) > table.length) {
            grow();
        }
        int place = placeOf(block.address());
        if (table[place] != null) {
            return false;
        }
        table[place] = block;
        size++;
        return true;
    }

    /**
     * Finds a block by where it starts; null if there is none.
     *
     * @param address any address
     */
    synchronized DirectBlock at(long address) {
        return table[placeOf(address)];
    }

    /** Finds a live block by an address inside; null if there is none. Looks at all of them: for errors. */
    synchronized DirectBlock around(long address) {
        for (DirectBlock block : table) {
            if (block != null && block.isLive() && block.contains(address)) {
                return block;
            }
        }
        return null;
    }

    /** Takes a block out, if it is there; not another one at the same address. */
    synchronized void remove(DirectBlock block) {
        int hole = placeOf(block.address());
        if (table[hole] != block) {
            return;
        }
        table[hole] = null;
        size--;
        int mask = table.length - 1;
        for (int place = hole + 1 & mask; table[place] != null; place = place + 1 & mask) {
            // It may stand in for the hole unless its home lies behind that.
            int home = homeOf(table[place].address());
            if ((place - home & mask) >= (place - hole & mask)) {
                table[hole] = table[place];
                table[place] = null;
                hole = place;
            }
        }
    }

    /** All of them, as they are now. */
    synchronized List<DirectBlock> snapshot() {
        List<DirectBlock> blocks = new ArrayList<>(size);
        for (DirectBlock block : table) {
            if (block != null) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    /** Where the block of an address is, or would be put. */
    private int placeOf(long address) {
        int mask = table.length - 1;
        int place = homeOf(address);
        while (table[place] != null && table[place].address() != address) {
            place = place + 1 & mask;
        }
        return place;
    }

    private int homeOf(long address) {
        return (int) (((address >>> PAGE_SHIFT) * GOLDEN_RATIO) >>> (Long.SIZE - bits));
    }

    private void grow() {
        DirectBlock[] before = table;
        table = new DirectBlock[2 * before.length];
        bits++;
        for (DirectBlock block : before) {
            if (block != null) {
                table[placeOf(block.address())] = block;
            }
        }
    }
}
