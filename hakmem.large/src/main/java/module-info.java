/**
 * What does not fit a slab's block: runs of slabs up to 1 MiB, and direct mappings for what is larger, aligned to more
 * than a slab, or refused by the pool.
 *
 * <p><b>Promises.</b> A block is free of overlap with every other, aligned as asked, and freed once: a second free, an
 * interior pointer and an address of nobody are told apart and refused, with nothing changed. Memory is charged to the
 * budget before it is committed and released after it is given back. What is refused, or fails half-way, leaves the
 * budget and every structure as they were. The module never reads user memory, and writes it only to fill it with zeros.
 *
 * <p><b>Needs.</b> {@code hakmem.sharedpool}, for a pool whose region and budget the caller has made.
 *
 * <p><b>Example.</b>
 * {@snippet :
 * LargeBlocks blocks = new LargeBlocks(pool, source, budget);
 * long address = blocks.allocate(300_000, 16);
 * MemorySegment segment = blocks.segment(address, 300_000);
 * blocks.free(address);
 * blocks.close();
 * }
 */
module hakmem.large {
    requires transitive hakmem.sharedpool;

    exports hakmem.large;
}
