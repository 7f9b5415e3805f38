/**
 * <a href="https://github.com/JetBrains/lincheck">Lincheck</a> on the classes that are shipped: it makes up scenarios of a few
 * operations for two threads, runs each under many schedules, and looks for an order of the operations that explains what
 * they returned. The schedules are its own choice at every access to shared memory (model checking, the same in each run), or
 * the machine's (stress).
 *
 * <pre>
 * PoolLincheckTest          acquire, release and trim of each built-in strategy
 *   AtTheLimit                a SuperSlab wanted whole and in parts, and given back
 *   LastTwoSlots              single slabs and a run contend for two slots
 * TransitLincheckTest       a slot on its way from mask to mask is refused to nobody (in hakmem.sharedpool.staged)
 * BrokenPoolLincheckTest    the races hakmem began with, put into a table or a pool, are caught
 * SlabFreesLincheckTest     frees of one slab's blocks against what its owner does (in hakmem.tiny)
 * OneSlabRunsLincheckTest   runs of one slab, kept, taken again, and released (in hakmem.large)
 * RemoteFreeLincheckTest    blocks handed from thread to thread, through TinyAllocator
 * </pre>
 *
 * <p>A test is worth what it can catch: the broken variants differ in one step from what is shipped, or from a sound class
 * beside them, and must fail in a scenario said for them, for the reason they were made for; the sound one must pass there.
 *
 * <p><b>What it cannot see.</b> The schedules of model checking are sequentially consistent: an access that is too weak shows
 * in {@code hakmem.stress} only, and broken variants here have their steps in a wrong order instead. Accesses to a {@code
 * MemorySegment} are invisible; all of the allocator's state is on the Java heap. Some classes are taken as they are, so that
 * the schedules are spent on the protocol that is looked at: {@code Slab} (one word, one compare-and-set; where the words are
 * the protocol, each access is a step), the region below the pool, {@code Holding} (under its pool's lock), the sweep of hints
 * in {@code EmptyStacks}, and the making of messages and statistics. They are listed in {@code Checks}.
 *
 * <p>In the Maven profile {@code lincheck}, for it takes minutes on a busy machine: {@code ./hakmem lincheck} runs it, and
 * {@code ./hakmem lincheck 20} with twenty times as many scenarios, and schedules of those that are given.
 */
package hakmem.lincheck;
