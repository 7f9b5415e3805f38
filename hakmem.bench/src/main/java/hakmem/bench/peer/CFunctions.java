package hakmem.bench.peer;

import java.lang.invoke.MethodHandle;

/**
 * The functions of an allocator in C, linked. Pointers are passed as {@code long}, which spares a segment for each: the
 * fastest a downcall can be. Immutable.
 *
 * @param malloc of type {@code (long)long}
 * @param alignedAlloc of type {@code (long,long)long}: alignment, size
 * @param free of type {@code (long)void}
 * @param freeSized of type {@code (long,long)void}: address, size; ignores the size where the library has no use for it
 * @param alignment of every block, in bytes
 */
record CFunctions(
        MethodHandle malloc, MethodHandle alignedAlloc, MethodHandle free, MethodHandle freeSized, long alignment) {}
