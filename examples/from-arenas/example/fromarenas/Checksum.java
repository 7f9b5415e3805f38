package example.fromarenas;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Stands for code that takes segments and does not ask where they are from. */
final class Checksum {
    private Checksum() {}

    static long of(MemorySegment bytes) {
        long sum = 0;
        for (long i = 0; i < bytes.byteSize(); i++) {
            sum = 31 * sum + bytes.get(ValueLayout.JAVA_BYTE, i);
        }
        return sum;
    }
}
