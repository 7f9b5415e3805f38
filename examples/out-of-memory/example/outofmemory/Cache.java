package example.outofmemory;

import hakmem.api.Allocator;
import hakmem.api.OffHeapOutOfMemoryError;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;

/** Values off the heap, the oldest of which make room for new ones. For one thread. */
final class Cache {
    private final Allocator allocator;
    private final LinkedHashMap<Integer, MemorySegment> values = new LinkedHashMap<>();
    private long evictions;

    Cache(Allocator allocator) {
        this.allocator = allocator;
    }

    /** False if there is no room for the value even when there is no other. */
    boolean put(int key, byte[] value) {
        MemorySegment block = allocate(value.length);
        if (block == null) {
            return false;
        }
        MemorySegment.copy(value, 0, block, ValueLayout.JAVA_BYTE, 0, value.length);
        MemorySegment old = values.put(key, block);
        if (old != null) {
            allocator.free(old);
        }
        return true;
    }

    private MemorySegment allocate(long byteSize) {
        while (true) {
            try {
                return allocator.allocate(byteSize);
            } catch (OffHeapOutOfMemoryError e) { // nothing has changed; a retry after frees works
                if (!evictOldest()) {
                    return null;
                }
            }
        }
    }

    private boolean evictOldest() {
        var oldest = values.pollFirstEntry();
        if (oldest == null) {
            return false;
        }
        allocator.free(oldest.getValue());
        evictions++;
        return true;
    }

    byte[] get(int key) {
        MemorySegment block = values.get(key);
        return block == null ? null : block.toArray(ValueLayout.JAVA_BYTE);
    }

    int size() {
        return values.size();
    }

    long evictions() {
        return evictions;
    }

    void clear() {
        values.values().forEach(allocator::free);
        values.clear();
    }
}
