package hakmem.large;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Freed mappings kept for the next block, so that large blocks that come and go do not fault their pages in every time.
 * They stay committed and charged. It is bounded in bytes and in number, and ages: {@link #takeIdle} hands out what was
 * not wanted for long. It never makes a system call: what it hands out is the caller's to unmap. Safe for use by several
 * threads.
 */
final class MappingCache {
    /** The most bytes kept. */
    static final long MAX_BYTES = 64L << 20;

    /** The most mappings kept. */
    static final int MAX_MAPPINGS = 64;

    /** A mapping may be larger than the block by one part in so many of the mapping. */
    static final int WASTE_DIVISOR = 4;

    /** Nanoseconds, as {@link System#nanoTime()} counts them. */
    private final LongSupplier clock;

    /** In the order they were freed, oldest first. */
    private final Deque<Mapping> mappings = new ArrayDeque<>(MAX_MAPPINGS + 1);

    private long bytes;
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

    /** Whether a mapping of so many committed bytes may be kept at all. */
    static boolean isCacheable(long byteSize) {
        return byteSize <= MAX_BYTES;
    }

    /**
     * Takes a mapping for a block: the tightest, and of equal ones the one freed last, whose pages are warmest.
     *
     * @param byteSize bytes of the block
     * @param byteAlignment its alignment, a power of two
     * @return a mapping that belongs to the caller, its contents undefined, or null
     */
    synchronized Mapping take(long byteSize, long byteAlignment) {
        Mapping best = null;
        for (Iterator<Mapping> newestFirst = mappings.descendingIterator(); newestFirst.hasNext(); ) {
            Mapping mapping = newestFirst.next();
            if (mapping.committed() >= byteSize
                    && isTight(byteSize, mapping.committed())
                    && (mapping.address() & byteAlignment - 1) == 0
                    && (best == null || mapping.committed() < best.committed())) {
                best = mapping;
            }
        }
        if (best != null) {
            mappings.remove(best);
            bytes -= best.committed();
        }
        return best;
    }

    /**
     * Keeps a mapping if there is room.
     *
     * @param mapping belongs to the caller, who gives it up if this returns true
     * @return false if there is no room, or the cache is closed
     */
    synchronized boolean offer(Mapping mapping) {
        if (closed || mappings.size() == MAX_MAPPINGS || mapping.committed() > MAX_BYTES - bytes) {
            return false;
        }
        mapping.freedAt(clock.getAsLong());
        mappings.addLast(mapping);
        bytes += mapping.committed();
        return true;
    }

    /**
     * Takes the oldest mappings out, until there is room for one more.
     *
     * @param byteSize committed bytes of the one more, at most {@link #MAX_BYTES}
     * @return what belongs to the caller now
     */
    synchronized List<Mapping> takeForRoom(long byteSize) {
        return takeOldestWhile(oldest -> mappings.size() == MAX_MAPPINGS || byteSize > MAX_BYTES - bytes);
    }

    /**
     * Takes out what was freed some time ago.
     *
     * @param idleNanos how long ago at least; 0 takes everything
     * @return what belongs to the caller now
     */
    synchronized List<Mapping> takeIdle(long idleNanos) {
        long now = clock.getAsLong();
        return takeOldestWhile(oldest -> now - oldest.freedAt() >= idleNanos);
    }

    /**
     * Takes everything out, and keeps nothing any more.
     *
     * @return what belongs to the caller now
     */
    synchronized List<Mapping> close() {
        closed = true;
        return takeOldestWhile(oldest -> true);
    }

    /** Committed bytes kept. */
    synchronized long bytes() {
        return bytes;
    }

    /** What is kept, for {@code validate()}. */
    synchronized List<Mapping> snapshot() {
        return new ArrayList<>(mappings);
    }

    private List<Mapping> takeOldestWhile(Predicate<Mapping> condition) {
        // Room for all of them first: what is out of the deque must not be lost for want of it.
        List<Mapping> taken = new ArrayList<>(mappings.size());
        while (!mappings.isEmpty() && condition.test(mappings.peekFirst())) {
            Mapping oldest = mappings.removeFirst();
            bytes -= oldest.committed();
            taken.add(oldest);
        }
        return taken;
    }
}
