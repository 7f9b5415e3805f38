package hakmem.bench.torture;

import java.lang.foreign.MemorySegment;

/**
 * A live block, as who holds it knows it. Immutable; whoever takes it out of an exchange is its only holder.
 *
 * @param address its start
 * @param byteSize what was asked for
 * @param name who allocated it, see {@link Pattern}
 * @param memory the segment the allocator gave, or a view of the raw address
 */
record Block(long address, long byteSize, long name, MemorySegment memory) {
    /** The same block under a new pattern. */
    Block named(long newName) {
        return new Block(address, byteSize, newName, memory);
    }

    @Override
    public String toString() {
        return "block of %d bytes at 0x%x, %s".formatted(byteSize, address, Pattern.nameOf(name));
    }
}
