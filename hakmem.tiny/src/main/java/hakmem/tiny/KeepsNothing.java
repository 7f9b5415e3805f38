package hakmem.tiny;

/**
 * Marks a thread that frees what is not its own and allocates nothing, such as one that cleans up. It is given no heap: a slab
 * that it took over to free in would have its free blocks in the hands of a thread that never needs them, and a thread at the
 * limit could be refused for want of them.
 */
public interface KeepsNothing {}
