package hakmem.large;

import hakmem.superslab.MemoryBudget;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemorySource;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Blocks that have a mapping each. Safe for use by several threads.
 */
final class DirectMappings {
    /*
     * A mapping goes round:
     *
     *            map                 free: tryFree, remove, offer
     *   source -------> live block -----------------------------> cache --------> source
     *                        ^                                    |   ^    unmap
     *                        +------------------------------------+   |
     *                                  take, takeToGrow               | purge: its memory goes back, its addresses stay
     *                                                             source
     *
     * and has one holder at every moment. The races:
     *
     *   free / free      DirectBlock.tryFree lets one win. The address is remembered as freed before the block leaves the
     *                    map, so that a loser finds one or the other and reports a double free, never a foreign address.
     *                    The mapping goes to the cache after the block has left the map: nobody can be given the address
     *                    while the old block is there.
     *   free / resize    the lock of the block. Whoever is second finds it freed, or resized.
     *   free / usableSize, segment
     *                    ordered by the read of `freed` in the block. A segment obtained before reads undefined contents
     *                    while its mapping is cached or used again, and fails once the mapping is closed.
     *   take / trim      both take mappings out under the lock of the cache: each mapping goes to one of them.
     *   free / move      as free / resize: a move ends the block under its lock, and begins another one at the new address,
     *                    whose lock it holds from before the block is in the map until its memory is there.
     *   refusal / unmap  what is on its way out of the cache is still charged. Whoever takes mappings out to unmap or purge
     *                    them, or to complete one, which may be refused and lead to the same, holds `departures` until they
     *                    are uncharged, and so does dropCache(), which a thread calls before it refuses: it waits for
     *                    departures under way rather than refuse what they are about to make room for. The system's own lock on the address space orders these calls anyhow.
     *   close / allocate allocate puts the block in the map, then reads `closed`; close sets `closed`, then walks the map.
     *                    The map has a lock, `closed` is volatile, so one of the two sees the other, and tryFree lets one of
     *                    them unmap. Weaker, and a mapping could outlive the allocator.
     *   close / free     the cache refuses what comes after it was closed, and free unmaps it instead. A free that finds
     *                    the block ended by close() says that the allocator is closed.
     *
     * Locks, outermost first: a block's, that of the block it moves to, departures, then the map's or the cache's. All but the
     * last two are held across system calls, those never.
     *
     * A free makes no Java object, but to wait for a lock: nothing it does after tryFree can fail for want of Java heap.
     */
    /** No address space is so large; sums of two such numbers do not overflow. */
    private static final long MAX_BYTES = 1L << 56;

    /** A third of what is charged is half of what is live. */
    private static final int KEPT_DIVISOR = 3;

    private final MemorySource source;
    private final long pageSize;
    private final Mapper mapper;
    private final MappingCache cache;
    private final LiveBlocks live = new LiveBlocks();
    private final FreedAddresses freed = new FreedAddresses();
    private final Lock departures = new ReentrantLock();

    private volatile boolean closed;

    DirectMappings(MemorySource source, MemoryBudget budget, LongSupplier clock) {
        this.source = source;
        this.pageSize = source.pageSize();
        this.mapper = new Mapper(source, budget);
        this.cache = new MappingCache(clock);
    }

    /**
     * Allocates a block.
     *
     * @param byteSize bytes, not negative
     * @param byteAlignment a power of two
     * @param zeroed whether to fill it with zeros; a new mapping is known to hold zeros and is not touched
     * @return its address
     * @throws MemoryRefusedException if there is no memory; nothing has changed then
     */
    long allocate(long byteSize, long byteAlignment, boolean zeroed) throws MemoryRefusedException {
        if (byteSize > MAX_BYTES || byteAlignment > MAX_BYTES) {
            throw LargeErrors.beyondAddressSpace(byteSize, byteAlignment);
        }
        long bytes = toPages(byteSize);
        long alignment = Math.max(byteAlignment, pageSize);
        Mapping mapping = obtain(bytes, alignment);
        DirectBlock block = null;
        boolean published = false;
        try {
            long dirty = Math.min(mapping.dirty(), byteSize);
            if (zeroed && dirty > 0) {
                mapping.segment().asSlice(0, dirty).fill((byte) 0);
            }
            block = new DirectBlock(mapping, alignment);
            published = live.tryAdd(block);
        } finally {
            if (!published) {
                mapper.unmap(mapping);
            }
        }
        if (!published) {
            throw LargeErrors.addressHandedOutTwice(source.name(), mapping);
        }
        if (closed) {
            end(block);
        }
        checkOpen();
        return block.address();
    }

    /** The tightest mapping of the cache; else one of its whose memory is completed; else a new one. */
    private Mapping obtain(long bytes, long alignment) throws MemoryRefusedException {
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
     * Frees a block.
     *
     * @param address its start
     * @return false if no block ever known starts there; the caller says what is wrong
     */
    boolean free(long address) {
        DirectBlock block = live.at(address);
        if (block == null) {
            throwIfFreed(address);
            return false;
        }
        freed.remember(block.address(), block.usableSize());
        if (!block.tryFree()) {
            checkOpen();
            throw LargeErrors.mappingFreedBefore(address, block.usableSize());
        }
        live.remove(block);
        retire(block.mapping());
        return true;
    }

    /**
     * Says what is wrong with a free.
     *
     * @param address any address
     * @return false if no block ever known starts there; the caller says what is wrong
     */
    boolean checkFree(long address) {
        if (find(address) != null) {
            return true;
        }
        throwIfFreed(address);
        return false;
    }

    private void throwIfFreed(long address) {
        checkOpen();
        long byteSize = freed.sizeOf(address);
        if (byteSize > 0) {
            throw LargeErrors.mappingFreedBefore(address, byteSize);
        }
        throwIfInside(address);
    }

    /**
     * Finds a live block.
     *
     * @param address its start
     * @return the block, or null if none starts there
     */
    DirectBlock find(long address) {
        DirectBlock block = live.at(address);
        return block != null && block.isLive() ? block : null;
    }

    /** Says why {@link #find} found nothing, where this class knows; otherwise returns. */
    void throwIfKnown(long address) {
        checkOpen();
        long byteSize = freed.sizeOf(address);
        if (byteSize > 0) {
            throw LargeErrors.mappingNotLive(address, byteSize);
        }
        throwIfInside(address);
    }

    private void throwIfInside(long address) {
        DirectBlock block = live.around(address);
        if (block != null) {
            throw LargeErrors.insideMapping(address, block.address(), block.usableSize());
        }
    }

    /** The first bytes of a live block. */
    static MemorySegment segment(DirectBlock block, long byteSize) {
        if (byteSize > block.usableSize()) {
            throw LargeErrors.beyondBlock(block.address(), byteSize, block.usableSize());
        }
        return block.mapping().segment().asSlice(0, byteSize);
    }

    /**
     * Gives a block another size in place. Shrunk by more than a quarter it gives the rest back, if the source can, and
     * keeps the addresses, into which it may grow again.
     *
     * @param block as found
     * @param byteSize bytes wanted, not negative
     * @return false if it must move: it is larger than what was reserved, or would waste too much; also if it was freed
     *     since it was found
     * @throws MemoryRefusedException if there is no memory to grow into; nothing has changed then
     */
    boolean resize(DirectBlock block, long byteSize) throws MemoryRefusedException {
        if (byteSize > MAX_BYTES) {
            return false;
        }
        long bytes = toPages(byteSize);
        synchronized (block) {
            Mapping mapping = block.mapping();
            if (!block.isLive() || bytes > mapping.reserved()) {
                return false;
            }
            if (bytes > mapping.committed()) {
                mapper.grow(mapping, bytes);
            } else if (!MappingCache.isTight(bytes, mapping.committed())) {
                if (!mapper.canShrink()) {
                    return false;
                }
                mapper.shrink(mapping, bytes);
            }
            block.mappingResized();
            return true;
        }
    }

    /**
     * Gives a block more room by moving its memory to other addresses, which copies nothing. It is aligned there as it was
     * asked to be.
     *
     * @param block as found
     * @param byteSize bytes wanted, more than the block has
     * @param before is given its memory there before it is moved, or null; what it throws leaves the block as it was
     * @return the block at its new address; or null if the source cannot do that, the block is in use by a downcall, or it was
     *     freed since it was found, and then nothing has changed
     * @throws MemoryRefusedException if there is no memory to grow into; the block is as it was then, but segments of it
     *     obtained before may fail on access
     */
    DirectBlock move(DirectBlock block, long byteSize, Consumer<MemorySegment> before) throws MemoryRefusedException {
        long bytes = toPages(byteSize);
        DirectBlock successor = null;
        synchronized (block) {
            if (block.isLive() && mapper.canMove() && bytes > block.usableSize()) {
                Mapping target = mapper.reserve(bytes, block.alignment());
                try {
                    if (before != null) {
                        before.accept(target.segment().asSlice(0, byteSize));
                    }
                    successor = moveTo(target, block);
                } finally {
                    if (successor == null) {
                        mapper.unmap(target);
                    }
                }
            }
        }
        if (closed) {
            if (successor != null) {
                end(successor);
            }
            throw LargeErrors.closed();
        }
        return successor;
    }

    /** Ends a block and begins another; null if it is in use. The caller holds the block's lock. */
    private DirectBlock moveTo(Mapping target, DirectBlock block) throws MemoryRefusedException {
        DirectBlock successor = new DirectBlock(target, block.alignment());
        synchronized (successor) {
            boolean moved = false;
            try {
                if (!live.tryAdd(successor)) {
                    throw LargeErrors.addressHandedOutTwice(source.name(), target);
                }
                freed.remember(block.address(), block.usableSize());
                mapper.move(block.mapping(), target);
                moved = true;
            } catch (IllegalStateException e) {
                // A native function works on the block: the caller will copy it, as it would have without this.
                return null;
            } finally {
                if (moved) {
                    successor.mappingResized();
                    block.tryFree();
                    live.remove(block);
                } else {
                    successor.tryFree();
                    live.remove(successor);
                }
            }
            return successor;
        }
    }

    /**
     * Closes every cached mapping, and waits for those that other threads are closing.
     *
     * @return bytes given back by this call
     */
    long dropCache() {
        return trim(0);
    }

    /**
     * Closes what is not in use.
     *
     * @param idleNanos spares what was freed within so many nanoseconds; 0 spares nothing
     * @return bytes given back
     */
    long trim(long idleNanos) {
        departures.lock();
        try {
            return mapper.unmapLingering() + unmapAll(cache.takeIdle(idleNanos));
        } finally {
            departures.unlock();
        }
    }

    /**
     * Closes every mapping, live ones too.
     *
     * @throws IllegalStateException if some are in use by downcalls; the others are closed, and a later call tries again
     */
    void close() {
        closed = true;
        departures.lock();
        try {
            mapper.unmapLingering();
            unmapAll(cache.close());
            live.snapshot().forEach(this::end);
            if (mapper.lingeringCount() > 0) {
                throw LargeErrors.stillInUse(mapper.lingeringCount(), mapper.lingeringBytes());
            }
        } finally {
            departures.unlock();
        }
    }

    /** Ends a block because the allocator is closed, unless somebody else ends it. */
    private void end(DirectBlock block) {
        if (block.tryFree()) {
            live.remove(block);
            mapper.unmap(block.mapping());
        }
    }

    private void retire(Mapping mapping) {
        boolean done = false;
        try {
            done = cache.offer(mapping, mostKept()) || retireMakingRoom(mapping);
        } catch (OutOfMemoryError e) {
            // The Java heap has no room for what it takes to wait for the lock. The block is freed; its mapping is not
            // kept
            // then.
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

    /** Asked where a block is missing too, for close() may have ended it. */
    void checkOpen() {
        if (closed) {
            throw LargeErrors.closed();
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

    private long toPages(long byteSize) {
        return Math.max(byteSize, 1) + pageSize - 1 & -pageSize;
    }

    /** Live blocks, by looking at them, and what is charged. */
    Census census() {
        long blocks = 0;
        long bytes = 0;
        for (DirectBlock block : live.snapshot()) {
            blocks++;
            bytes += block.usableSize();
        }
        return new Census(blocks, bytes, cache.bytes() + mapper.lingeringBytes(), mapper.charged(), freed.count());
    }

    /** What there was to count: live blocks, their bytes, bytes kept though not live, bytes charged, addresses remembered. */
    record Census(long blocks, long blockBytes, long keptBytes, long chargedBytes, int freedAddresses) {}

    /**
     * Checks, with no other thread at work:
     *
     * <pre>
     * charged          = live blocks + cache + lingering
     * block            is live, at its own address, as large as what its mapping has committed
     * end of a mapping &lt;= start of the next, live or cached
     * cache            &lt;= its bounds, and its bytes are the sum of its mappings
     * </pre>
     */
    void validate() {
        DirectMappingsValidation.check(live.snapshot(), cache, freed, census());
    }
}
