/**
 * Small blocks: size classes, the state of blocks inside a slab, a heap for each thread, frees across threads, and the
 * adoption of heaps whose thread has ended.
 *
 * <p><b>Promises.</b> Live blocks never overlap; a free makes one block available once, whichever thread frees it; bad frees
 * are refused and change nothing. All state is on the Java heap: the module neither reads nor writes the memory it hands out.
 * What an idle heap can hold back from others is at most what was live in it at once.
 *
 * <p><b>Needs.</b> A {@link hakmem.sharedpool.GuardedPool}.
 *
 * <p><b>Example.</b>
 * {@snippet :
 * TinyAllocator blocks = new TinyAllocator(pool);
 * long address = blocks.allocate(SizeClasses.of(100));
 * if (!blocks.fastPath().tryFree(address)) {
 *     blocks.freeSlow(address); // another thread's, or an error
 * }
 * }
 */
module hakmem.tiny {
    requires transitive hakmem.sharedpool;

    exports hakmem.tiny;
}
