package hakmem.jmh;

import java.lang.foreign.Arena;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Opens an arena, allocates some blocks in it, which are filled with zeros, and closes it. */
public class Arenas extends Operation {
    /** Number of blocks. */
    @Param({"1", "8", "64"})
    public int blocks;

    /** Bytes of a block. */
    @Param({"24", "256", "1024"})
    public long size;

    /**
     * The life of one arena.
     *
     * @param kind whose
     * @return the sum of the addresses
     */
    @Benchmark
    public long openAndClose(ArenaKind kind) {
        long sum = 0;
        try (Arena arena = kind.open()) {
            for (int i = 0; i < blocks; i++) {
                sum += arena.allocate(size, 16).address();
            }
        }
        return sum;
    }
}
