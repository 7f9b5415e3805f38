package example.fromunsafe;

import java.lang.reflect.Field;
import sun.misc.Unsafe;

/** A growing list of numbers, as it was. */
@SuppressWarnings("removal")
final class Before implements Numbers {
    private static final Unsafe UNSAFE = unsafe();

    private long address = UNSAFE.allocateMemory(8 * 16);
    private int capacity = 16;
    private int size;

    @Override
    public void add(long number) {
        if (size == capacity) {
            capacity *= 2;
            address = UNSAFE.reallocateMemory(address, 8L * capacity);
        }
        UNSAFE.putLong(address + 8L * size++, number);
    }

    @Override
    public long get(int index) {
        return UNSAFE.getLong(address + 8L * index); // any index
    }

    @Override
    public void close() {
        UNSAFE.freeMemory(address);
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
