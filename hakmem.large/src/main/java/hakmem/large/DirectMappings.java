package hakmem.large;

import hakmem.superslab.MemoryBudget;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemorySource;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Blocks that have a mapping each. Safe for use by several threads.
 */
final class DirectMappings {
    /*
     * What happens to a mapping before its block is published and after it was freed is MappingSupply's. Here, a block is in the
     * map from when it is handed out until it is freed. The races:
     *
     *   free / free      DirectBlock.tryFree lets one win. The address is remembered as freed before the block leaves the
     *                    map, so that a loser finds one or the other and reports a double free, never a foreign address.
     *                    The mapping is retired after the block has left the map: nobody can be given the address while
     *                    the old block is there.
     *   free / resize    the lock of the block. Whoever is second finds it freed, or resized.
     *   free / usableSize, segment
     *                    ordered by the read of `freed` in the block. A segment obtained before reads undefined contents
     *                    while its mapping is cached or used again, and fails once the mapping is closed.
     *   free / move      as free / resize: a move ends the block under its lock, and begins another one at the new address,
     *                    whose lock it holds from before the block is in the map until its memory is there.
     *   close / allocate allocate puts the block in the map, then reads `closed`; close sets `closed`, then walks the map.
     *                    The map has a lock, `closed` is volatile, so one of the two sees the other, and tryFree lets one of
     *                    them unmap. Weaker, and a mapping could outlive the allocator.
     *   close / free     a free that finds the block ended by close() says that the allocator is closed.
     *
     * Locks, outermost first: a block's, that of the block it moves to, then the map's, or those of MappingSupply. The blocks'
     * are held across system calls, the map's never.
     *
     * A free makes no Java object, but to wait for a lock: nothing it does after tryFree can fail for want of Java heap.
     */
    /** No address space is so large; sums of two such numbers do not overflow. */
    private static final long MAX_BYTES = 1L << 56;

    private final MemorySource source;
    private final long pageSize;
    private final Mapper mapper;
    private final MappingSupply supply;
    private final LiveBlocks live = new LiveBlocks();
    private final FreedAddresses freed = new FreedAddresses();

    private volatile boolean closed;

    DirectMappings(MemorySource source, MemoryBudget budget, LongSupplier clock) {
        this.source = source;
        this.pageSize = source.pageSize();
        this.mapper = new Mapper(source, budget);
        this.supply = new MappingSupply(mapper, clock);
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
        Mapping mapping = supply.obtain(bytes, alignment);
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
        supply.retire(block.mapping());
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
     * Closes what is not in use, and waits for mappings that other threads are closing.
     *
     * @param idleNanos spares what was freed within so many nanoseconds; 0 spares nothing
     * @return bytes given back by this call
     */
    long trim(long idleNanos) {
        return supply.trim(idleNanos);
    }

    /**
     * Closes every mapping, live ones too.
     *
     * @throws IllegalStateException if some are in use by downcalls; the others are closed, and a later call tries again
     */
    void close() {
        closed = true;
        supply.close();
        live.snapshot().forEach(this::end);
        supply.requireNothingLingers();
    }

    /** Ends a block because the allocator is closed, unless somebody else ends it. */
    private void end(DirectBlock block) {
        if (block.tryFree()) {
            live.remove(block);
            mapper.unmap(block.mapping());
        }
    }

    /** Asked where a block is missing too, for close() may have ended it. */
    void checkOpen() {
        if (closed) {
            throw LargeErrors.closed();
        }
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
        return new Census(blocks, bytes, supply.bytes(), mapper.charged(), freed.count());
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
        DirectMappingsValidation.check(live.snapshot(), supply.cache(), freed, census());
    }
}
