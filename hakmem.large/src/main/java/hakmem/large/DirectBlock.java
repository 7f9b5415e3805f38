package hakmem.large;

/**
 * A live block that has a mapping of its own, from allocation to free. Each allocation makes a new one, even of a mapping
 * used before: a thread that stalls in the middle of a free holds the old object, and cannot free the block's successor.
 *
 * <p>The lock of the object orders free against resize. It is held across the system call of a resize, so that a free of
 * the same block waits; nobody else takes it.
 */
final class DirectBlock {
    private final Mapping mapping;
    private final long address;

    private final long alignment;

    /** Written under the lock; read by anyone who found the block in the map. */
    private volatile long usableSize;

    /** Written under the lock, once; read by anyone. */
    private volatile boolean freed;

    /** Makes a block of all that is committed, and keeps in mind how it is to be aligned if it moves. */
    DirectBlock(Mapping mapping, long alignment) {
        this.mapping = mapping;
        this.address = mapping.address();
        this.alignment = alignment;
        this.usableSize = mapping.committed();
    }

    long address() {
        return address;
    }

    /** The alignment asked for, at least that of a page; the address may have a larger one by chance. */
    long alignment() {
        return alignment;
    }

    long usableSize() {
        return usableSize;
    }

    boolean isLive() {
        return !freed;
    }

    boolean contains(long someAddress) {
        return someAddress >= address && someAddress - address < usableSize;
    }

    /** The mapping; to change it, hold the lock and find the block live, or be the thread that freed it. */
    Mapping mapping() {
        return mapping;
    }

    /** To be called under the lock, after the mapping's committed size has changed. */
    void mappingResized() {
        usableSize = mapping.committed();
    }

    /**
     * Ends the block. Of several threads one succeeds, and has the mapping from then on.
     *
     * @return false if it had ended before
     */
    synchronized boolean tryFree() {
        if (freed) {
            return false;
        }
        freed = true;
        return true;
    }
}
