package example.fromarenas;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/** With the JDK's arenas, as it was. */
final class Before {
    /** What a request needs goes with it. */
    static long checksum(String text) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(text);
            return Checksum.of(bytes);
        }
    }

    /** What lives for its own time needs an arena of its own, which has to be kept as well. */
    static final class Store implements AutoCloseable {
        private record Value(Arena arena, MemorySegment bytes) {}

        private final Map<String, Value> values = new HashMap<>();

        void put(String key, byte[] value) {
            Arena arena = Arena.ofShared();
            Value old = values.put(key, new Value(arena, arena.allocateFrom(ValueLayout.JAVA_BYTE, value)));
            if (old != null) {
                old.arena().close(); // stops every thread for a moment
            }
        }

        MemorySegment get(String key) {
            return values.get(key).bytes();
        }

        @Override
        public void close() {
            values.values().forEach(value -> value.arena().close());
            values.clear();
        }
    }

    private Before() {}
}
