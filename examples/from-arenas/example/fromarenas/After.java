package example.fromarenas;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/** With hakmem. */
final class After {
    private static final Allocator ALLOCATOR = Hakmem.allocator();

    /** The same, but for where the arena comes from. */
    static long checksum(String text) {
        try (Arena arena = ALLOCATOR.confinedArena()) {
            MemorySegment bytes = arena.allocateFrom(text);
            return Checksum.of(bytes);
        }
    }

    /** What lives for its own time is a block, which is freed by itself. */
    static final class Store implements AutoCloseable {
        private final Map<String, MemorySegment> values = new HashMap<>();

        void put(String key, byte[] value) {
            MemorySegment old = values.put(key, ALLOCATOR.allocateFrom(ValueLayout.JAVA_BYTE, value));
            if (old != null) {
                ALLOCATOR.free(old); // nobody may read it any more: that is for the caller to know
            }
        }

        MemorySegment get(String key) {
            return values.get(key);
        }

        @Override
        public void close() {
            values.values().forEach(ALLOCATOR::free);
            values.clear();
        }
    }

    private After() {}
}
