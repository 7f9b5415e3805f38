package hakmem.large;

import hakmem.superslab.spi.MemoryRefusedException;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Where mappings for blocks come from, and where those of freed blocks go. Safe for use by several threads.
 */
final class MappingSupply {
    /*
     * A mapping goes round:
     *
     *            map                       free: retire
     *   source -------> a block's mapping ---------------> cache --------> source
     *                        ^                             |   ^    unmap
     *                        +-----------------------------+   |
     *                                take, takeToGrow          | purge: its memory goes back, its addresses stay
     *                                                       source
     *
     * and has one holder at every moment. The races:
     *
     *   take / trim      both take mappings out under the lock of the cache: each mapping goes to one of them.
     *   refusal / unmap  what is on its way out of the cache is still charged. Whoever takes mappings out to unmap or purge
     *                    them, or to complete one, which may be refused and lead to the same, holds `departures` until they
     *                    are uncharged, and so does trim(), which a thread calls before it refuses: it waits for departures
     *                    under way rather than refuse what they are about to make room for. The system's own lock on the
     *                    address space orders these calls anyhow.
     *   close / retire   the cache refuses what comes after it was closed, which is unmapped instead.
     *
     * `departures` is held across system calls, the cache's lock, inside it, never.
     */
    /** A third of what is charged is half of what is live. */
    private static final int KEPT_DIVISOR = 3;

    private final Mapper mapper;
    private final MappingCache cache;
    private final Lock departures = new ReentrantLock();

    MappingSupply(Mapper mapper, LongSupplier clock) {
        this.mapper = mapper;
        this.cache = new MappingCache(clock);
    }

    /**
     * Finds a mapping: the tightest of the cache; else one of its whose memory is completed; else a new one.
     *
     * @param bytes at least so many committed, a multiple of the page size
     * @param alignment a power of two, at least the page size
     * @return a mapping that belongs to the caller
     * @throws MemoryRefusedException if there is no memory; nothing has changed then
     */
    Mapping obtain(long bytes, long alignment) throws MemoryRefusedException {
        Mapping mapping = cache.take(bytes, alignment);
        if (mapping == null) {
            mapping = takeAndGrow(bytes, alignment);
        }
        return mapping != null ? mapping : mapper.map(bytes, alignment);
    }

    /** If it cannot be completed, what it has goes back before anyone else is refused. */
    private Mapping takeAndGrow(long bytes, long alignment) throws MemoryRefusedException {
        departures.lock();
        try {
            Mapping mapping = cache.takeToGrow(bytes, alignment);
            if (mapping != null) {
                boolean grown = false;
                try {
                    mapper.grow(mapping, bytes);
                    grown = true;
                } finally {
                    if (!grown) {
                        mapper.unmap(mapping);
                    }
                }
            }
            return mapping;
        } finally {
            departures.unlock();
        }
    }

    /**
     * Takes the mapping of a block that was freed, and keeps it, or its addresses, or closes it. Makes no Java object, but to
     * wait for a lock, and works without.
     *
     * @param mapping the caller's
     */
    void retire(Mapping mapping) {
        boolean done = false;
        try {
            done = cache.offer(mapping, mostKept()) || retireMakingRoom(mapping);
        } catch (OutOfMemoryError e) {
            // No room on the Java heap for what it takes to wait for the lock: the mapping of the freed block is not
            // kept.
        } finally {
            if (!done) {
                mapper.unmap(mapping);
            }
        }
    }

    /** As much as half of what is live may be kept, for blocks that come and go are replaced by some of other sizes. */
    private long mostKept() {
        return Math.max(MappingCache.MAX_BYTES, mapper.charged() / KEPT_DIVISOR);
    }

    /** Keeps a mapping, or its addresses at least; false if the caller has to close it. */
    private boolean retireMakingRoom(Mapping mapping) {
        departures.lock();
        try {
            if (mapping.committed() > mostKept()) {
                coolDown(mapping);
                return true;
            }
            // What goes back is live no more, and less may be kept for it.
            for (Mapping other; (other = cache.takeForRoom(mapping.committed(), mostKept())) != null; ) {
                coolDown(other);
            }
            return cache.offer(mapping, mostKept());
        } finally {
            departures.unlock();
        }
    }

    /** Gives the memory back, and keeps the addresses if there is room for them. */
    private void coolDown(Mapping mapping) {
        if (mapping.committed() == 0 || (mapper.purge(mapping) && !cache.offerCold(mapping))) {
            mapper.unmap(mapping);
        }
    }

    /**
     * Closes what is not in use, and waits for mappings that other threads are closing.
     *
     * @param idleNanos spares what was retired within so many nanoseconds; 0 spares nothing
     * @return bytes given back by this call
     */
    long trim(long idleNanos) {
        departures.lock();
        try {
            return mapper.unmapLingering() + unmapAll(cache.takeIdle(idleNanos));
        } finally {
            departures.unlock();
        }
    }

    /** Closes what is not in use; from now on nothing is kept. */
    void close() {
        departures.lock();
        try {
            mapper.unmapLingering();
            unmapAll(cache.close());
        } finally {
            departures.unlock();
        }
    }

    /**
     * Says so if mappings could not be closed.
     *
     * @throws IllegalStateException if some are in use by downcalls
     */
    void requireNothingLingers() {
        departures.lock(); // a thread that tries once more has them in its hands
        try {
            if (mapper.lingeringCount() > 0) {
                throw LargeErrors.stillInUse(mapper.lingeringCount(), mapper.lingeringBytes());
            }
        } finally {
            departures.unlock();
        }
    }

    private long unmapAll(List<Mapping> mappings) {
        long givenBack = 0;
        int tried = 0;
        try {
            while (tried < mappings.size()) {
                givenBack += mapper.unmap(mappings.get(tried++));
            }
        } finally {
            // After an error of the source: the others are in nobody's hands but these.
            while (tried < mappings.size()) {
                mapper.linger(mappings.get(tried++));
            }
        }
        return givenBack;
    }

    /** Bytes that are charged, though no block has them. */
    long bytes() {
        return cache.bytes() + mapper.lingeringBytes();
    }

    /** For {@code validate()}. */
    MappingCache cache() {
        return cache;
    }
}
