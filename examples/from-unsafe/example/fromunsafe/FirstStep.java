package example.fromunsafe;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.lang.reflect.Field;
import sun.misc.Unsafe;

/** The memory is hakmem's; addresses and accesses stay as they were. */
@SuppressWarnings("removal")
final class FirstStep implements Numbers {
    private static final Unsafe UNSAFE = unsafe();
    private static final Allocator ALLOCATOR = Hakmem.allocator();

    private long address = ALLOCATOR.malloc(8 * 16);
    private int capacity = 16;
    private int size;

    @Override
    public void add(long number) {
        if (size == capacity) {
            capacity *= 2;
            address = ALLOCATOR.realloc(address, 8L * capacity);
        }
        UNSAFE.putLong(address + 8L * size++, number);
    }

    @Override
    public long get(int index) {
        return UNSAFE.getLong(address + 8L * index); // any index
    }

    @Override
    public void close() {
        ALLOCATOR.free(address); // a second close is a DoubleFreeException
    }

    private static Unsafe unsafe() {
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
