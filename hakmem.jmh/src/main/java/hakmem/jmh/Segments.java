package hakmem.jmh;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Allocates a segment, writes to it and frees it, as code does that works with {@link MemorySegment}s. */
public class Segments extends Operation {
    private static final long ALIGNMENT = 16;

    /** Bytes of the segment. */
    @Param({"24", "256", "1024"})
    public long size;

    private final Allocator allocator = Hakmem.allocator();

    /**
     * hakmem, freed by hand.
     *
     * @return what was read back
     */
    @Benchmark
    public byte hakmem() {
        MemorySegment segment = allocator.allocate(size, ALIGNMENT);
        byte found = use(segment);
        allocator.free(segment);
        return found;
    }

    /**
     * An arena of the JDK for each segment, which fills it with zeros.
     *
     * @return what was read back
     */
    @Benchmark
    public byte confined() {
        try (Arena arena = Arena.ofConfined()) {
            return use(arena.allocate(size, ALIGNMENT));
        }
    }

    /**
     * A shared arena of the JDK for each segment.
     *
     * @return what was read back
     */
    @Benchmark
    public byte shared() {
        try (Arena arena = Arena.ofShared()) {
            return use(arena.allocate(size, ALIGNMENT));
        }
    }

    private static byte use(MemorySegment segment) {
        segment.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        return segment.get(ValueLayout.JAVA_BYTE, 1);
    }
}
