package hakmem.bench.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** What a thread did last. Written by one thread; read by others when it has come to rest. */
final class Journal {
    private static final int LENGTH = 64;

    private final String[] operations = new String[LENGTH];
    private final long[] addresses = new long[LENGTH];
    private final long[] values = new long[LENGTH];
    private long count;

    /**
     * Notes an operation. Cheap: nothing is formatted.
     *
     * @param operation a constant
     * @param address what it was about, or 0
     * @param value a size, an alignment, or 0
     */
    void note(String operation, long address, long value) {
        int index = (int) (count % LENGTH);
        operations[index] = operation;
        addresses[index] = address;
        values[index] = value;
        count++;
    }

    long count() {
        return count;
    }

    /** The latest operations, oldest first. */
    List<String> tail(int most) {
        return lines(Math.min(most, LENGTH), address -> true);
    }

    /** Those of the latest operations that were about an address of a kind. */
    List<String> about(LongPredicate addressIsMeant) {
        return lines(LENGTH, addressIsMeant);
    }

    private List<String> lines(int most, LongPredicate addressIsMeant) {
        List<String> lines = new ArrayList<>();
        for (long i = Math.max(0, count - most); i < count; i++) {
            int index = (int) (i % LENGTH);
            if (addressIsMeant.test(addresses[index])) {
                lines.add("%d: %s 0x%x, %d".formatted(i, operations[index], addresses[index], values[index]));
            }
        }
        return lines;
    }
}
