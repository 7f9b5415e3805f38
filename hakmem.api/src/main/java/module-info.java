/**
 * What users of hakmem program against: the {@link hakmem.api.Allocator}, its errors and its statistics.
 *
 * <p><b>Promises.</b> The types exported here are the contract; nothing else has to be named to use hakmem. The module
 * holds no memory and starts no thread: it finds the implementation with {@link java.util.ServiceLoader}.
 *
 * <p><b>Needs.</b> {@code java.base}, and at run time a module that provides
 * {@link hakmem.api.spi.AllocatorProvider}: {@code hakmem.malloc} is the one of this project.
 *
 * <p><b>Example.</b>
 * {@snippet :
 * module my.store {
 *     requires hakmem.api; // and hakmem.malloc on the module path
 * }
 *
 * Allocator allocator = Hakmem.allocator();
 * MemorySegment record = allocator.allocate(200);
 * record.set(ValueLayout.JAVA_INT, 0, 42);
 * allocator.free(record);
 * }
 */
module hakmem.api {
    exports hakmem.api;
    exports hakmem.api.spi;

    uses hakmem.api.spi.AllocatorProvider;
}
