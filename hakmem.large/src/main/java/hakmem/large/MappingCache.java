package hakmem.large;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Freed mappings that wait for the next block of like size. Who takes one out has it for himself, in whatever way; what is
 * refused stays the caller's. Safe for use by several threads.
 */
final class MappingCache {
    /*
     * Two shelves, each in the order of arrival, oldest first:
     *
     *   warm   has memory, which is charged; as soon as it is too much altogether, the oldest are to be cooled down
     *   cold   has addresses only: nothing is committed, nothing charged. To commit them again is one system call, while
     *          to map anew and to unmap are several, and closing a segment for all threads stops each of them for a moment
     *
     *            offer                 takeForRoom, memory given back, offerCold
     *   freed ----------> warm ------------------------------------------------> cold
     *                      |  take, takeToGrow                                     |  takeToGrow
     *                      +--------------------> a block <------------------------+
     *
     * What is warm goes to blocks that need nearly as much; cutting it for a smaller one would throw pages away that the
     * next large one has to have made again. What is cold may go to a block of a quarter of its addresses, which cost nothing.
     *
     * Equation: bytes = the sum of what the warm ones have committed.
     */
    /** The most bytes kept, however little is live. */
    static final long MAX_BYTES = 64L << 20;

    /** The most mappings kept, warm and cold. */
    static final int MAX_MAPPINGS = 64;

    /** A mapping may be larger than the block by one part in so many of the mapping. */
    static final int WASTE_DIVISOR = 4;

    /** A block may have so many times the addresses it needs. */
    private static final int ADDRESSES_FACTOR = 4;

    /** Nanoseconds, as {@link System#nanoTime()} counts them. */
    private final LongSupplier clock;

    private final Shelf warm = new Shelf(MAX_MAPPINGS);
    private final Shelf cold = new Shelf(MAX_MAPPINGS);
    private long bytes;
    private long mostBytes = MAX_BYTES;
    private boolean closed;

    MappingCache(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Whether a block may use this much more than it needs.
     *
     * @param wanted bytes needed
     * @param available bytes there, at least as many
     * @return false if more than a quarter would lie idle
     */
    static boolean isTight(long wanted, long available) {
        return available - wanted <= available / WASTE_DIVISOR;
    }

    /**
     * Takes a mapping that a block can have as it is: the tightest, and of equal ones the one freed last, whose pages are
     * warmest.
     *
     * @param byteSize bytes of the block
     * @param byteAlignment its alignment, a power of two
     * @return a mapping that belongs to the caller, its contents undefined, or null
     */
    synchronized Mapping take(long byteSize, long byteAlignment) {
        int best = -1;
        for (int i = warm.size() - 1; i >= 0; i--) {
            Mapping mapping = warm.get(i);
            if (mapping.committed() >= byteSize
                    && isTight(byteSize, mapping.committed())
                    && mapping.isAligned(byteAlignment)
                    && (best < 0 || mapping.committed() < warm.get(best).committed())) {
                best = i;
            }
        }
        return best < 0 ? null : takeWarm(best);
    }

    /**
     * Takes a mapping that has the addresses for a block, and less memory than it needs: the one with the most memory, and of
     * the cold ones the one with the fewest addresses.
     *
     * @param byteSize bytes of the block
     * @param byteAlignment its alignment, a power of two
     * @return a mapping that belongs to the caller, who commits the rest; or null
     */
    synchronized Mapping takeToGrow(long byteSize, long byteAlignment) {
        int best = -1;
        for (int i = warm.size() - 1; i >= 0; i--) {
            if (mayGrow(warm.get(i), byteSize, byteAlignment)
                    && (best < 0 || warm.get(i).committed() > warm.get(best).committed())) {
                best = i;
            }
        }
        if (best >= 0) {
            return takeWarm(best);
        }
        for (int i = cold.size() - 1; i >= 0; i--) {
            if (mayGrow(cold.get(i), byteSize, byteAlignment)
                    && (best < 0 || cold.get(i).reserved() < cold.get(best).reserved())) {
                best = i;
            }
        }
        return best < 0 ? null : cold.take(best);
    }

    private static boolean mayGrow(Mapping mapping, long byteSize, long byteAlignment) {
        return mapping.committed() < byteSize
                && mapping.reserved() >= byteSize
                && mapping.reserved() / ADDRESSES_FACTOR <= byteSize
                && mapping.isAligned(byteAlignment);
    }

    private Mapping takeWarm(int index) {
        Mapping mapping = warm.take(index);
        bytes -= mapping.committed();
        return mapping;
    }

    /**
     * Keeps a mapping if there is room.
     *
     * @param mapping belongs to the caller, who gives it up if this returns true; something of it is committed
     * @param most bytes to be kept in all, {@link #MAX_BYTES} at least
     * @return false if there is no room, or the cache is closed
     */
    synchronized boolean offer(Mapping mapping, long most) {
        if (mapping.committed() > most - bytes || !add(mapping, warm)) {
            return false;
        }
        mostBytes = most;
        bytes += mapping.committed();
        return true;
    }

    /**
     * Keeps the addresses of a mapping if there is room.
     *
     * @param mapping belongs to the caller, who gives it up if this returns true; nothing of it is committed
     * @return false if there is no room, or the cache is closed
     */
    synchronized boolean offerCold(Mapping mapping) {
        return add(mapping, cold);
    }

    private boolean add(Mapping mapping, Shelf shelf) {
        if (closed || warm.size() + cold.size() == MAX_MAPPINGS) {
            return false;
        }
        mapping.freedAt(clock.getAsLong());
        shelf.add(mapping);
        return true;
    }

    /**
     * Takes out a mapping that has to make room for one more, until there is room.
     *
     * @param byteSize committed bytes of the one more
     * @param most bytes to be kept in all
     * @return a mapping that belongs to the caller; or null if there is room
     */
    synchronized Mapping takeForRoom(long byteSize, long most) {
        if (byteSize > most - bytes && warm.size() > 0) {
            return takeWarm(0);
        }
        if (warm.size() + cold.size() < MAX_MAPPINGS) {
            return null;
        }
        return cold.size() > 0 ? cold.take(0) : takeWarm(0);
    }

    /**
     * Takes out what was freed some time ago.
     *
     * @param idleNanos how long ago at least; 0 takes everything
     * @return what belongs to the caller now
     */
    synchronized List<Mapping> takeIdle(long idleNanos) {
        long now = clock.getAsLong();
        // Room for all of them first: what is out of the shelves must not be lost for want of it.
        List<Mapping> taken = new ArrayList<>(warm.size() + cold.size());
        while (warm.size() > 0 && now - warm.get(0).freedAt() >= idleNanos) {
            taken.add(takeWarm(0));
        }
        while (cold.size() > 0 && now - cold.get(0).freedAt() >= idleNanos) {
            taken.add(cold.take(0));
        }
        return taken;
    }

    /**
     * Takes everything out, and keeps nothing any more.
     *
     * @return what belongs to the caller now
     */
    synchronized List<Mapping> close() {
        closed = true;
        return takeIdle(Long.MIN_VALUE);
    }

    /** Committed bytes kept. */
    synchronized long bytes() {
        return bytes;
    }

    /** The most bytes that might have been kept when a mapping was last offered. */
    synchronized long mostBytes() {
        return mostBytes;
    }

    /** What is kept, for {@code validate()}. */
    synchronized List<Mapping> snapshot() {
        List<Mapping> all = new ArrayList<>(warm.size() + cold.size());
        for (int i = 0; i < warm.size(); i++) {
            all.add(warm.get(i));
        }
        for (int i = 0; i < cold.size(); i++) {
            all.add(cold.get(i));
        }
        return all;
    }

    /** Mappings in the order they came, in an array made once: to keep one makes no Java object. */
    private static final class Shelf {
        private final Mapping[] mappings;
        private int size;

        Shelf(int capacity) {
            mappings = new Mapping[capacity];
        }

        int size() {
            return size;
        }

        Mapping get(int index) {
            return mappings[index];
        }

        void add(Mapping mapping) {
            mappings[size++] = mapping;
        }

        Mapping take(int index) {
            Mapping taken = mappings[index];
            size--;
            System.arraycopy(mappings, index + 1, mappings, index, size - index);
            mappings[size] = null;
            return taken;
        }
    }
}
