package example.fromunsafe;

/** A list of numbers off the heap. For one thread. */
interface Numbers extends AutoCloseable {
    void add(long number);

    long get(int index);

    @Override
    void close();
}
