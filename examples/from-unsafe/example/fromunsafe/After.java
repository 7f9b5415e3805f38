package example.fromunsafe;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A growing list of numbers without {@code Unsafe}. */
final class After implements Numbers {
    private static final Allocator ALLOCATOR = Hakmem.allocator();

    private MemorySegment numbers = ALLOCATOR.allocate(ValueLayout.JAVA_LONG, 16);
    private int size;

    @Override
    public void add(long number) {
        if (8L * size == numbers.byteSize()) {
            numbers = ALLOCATOR.reallocate(numbers, 2 * numbers.byteSize());
        }
        numbers.setAtIndex(ValueLayout.JAVA_LONG, size++, number);
    }

    @Override
    public long get(int index) {
        return numbers.getAtIndex(ValueLayout.JAVA_LONG, index); // bounds are checked
    }

    @Override
    public void close() {
        ALLOCATOR.free(numbers); // a second close is a DoubleFreeException
    }
}
