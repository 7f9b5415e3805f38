package hakmem.bench.slots;

/**
 * What is written to a block as soon as it is allocated, as a program would that uses it. In a JVM that measures one
 * workload one implementation is loaded, so the call is inlined.
 */
public abstract sealed class Touch {
    Touch() {}

    /**
     * Writes to a block.
     *
     * @param address where it lies
     * @param byteSize its size in bytes
     */
    abstract void write(long address, int byteSize);

    /**
     * Nothing: the workload writes itself, or measures the allocator alone.
     *
     * @return for any size
     */
    public static Touch nothing() {
        return new Nothing();
    }

    /**
     * The first two bytes, whatever the size.
     *
     * @return for blocks of at least 2 bytes
     */
    public static Touch twoBytes() {
        return new TwoBytes();
    }

    /**
     * The first and the last byte.
     *
     * @return for any size, also none
     */
    public static Touch ends() {
        return new Ends();
    }

    /**
     * A byte of each page of 4 KiB, and so of a block that is smaller.
     *
     * @return for any size, also none
     */
    public static Touch pages() {
        return new Pages();
    }

    /**
     * Every byte.
     *
     * @return for any size, also none
     */
    public static Touch everything() {
        return new Everything();
    }

    private static final class Nothing extends Touch {
        @Override
        void write(long address, int byteSize) {}
    }

    private static final class TwoBytes extends Touch {
        @Override
        void write(long address, int byteSize) {
            RawMemory.putByte(address, (byte) 'a');
            RawMemory.putByte(address + 1, (byte) 'b');
        }
    }

    private static final class Ends extends Touch {
        @Override
        void write(long address, int byteSize) {
            if (byteSize > 0) {
                RawMemory.putByte(address, (byte) 'a');
                RawMemory.putByte(address + byteSize - 1, (byte) 'z');
            }
        }
    }

    private static final class Pages extends Touch {
        private static final int PAGE = 4096;

        @Override
        void write(long address, int byteSize) {
            for (int offset = 0; offset < byteSize; offset += PAGE) {
                RawMemory.putByte(address + offset, (byte) 'p');
            }
        }
    }

    private static final class Everything extends Touch {
        @Override
        void write(long address, int byteSize) {
            RawMemory.fill(address, byteSize, (byte) 'e');
        }
    }
}
