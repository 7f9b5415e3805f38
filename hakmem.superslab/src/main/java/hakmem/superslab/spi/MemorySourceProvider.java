package hakmem.superslab.spi;

/** Makes memory sources of one kind; found by {@link java.util.ServiceLoader}. Safe for use by several threads. */
public interface MemorySourceProvider {
    /**
     * The name users choose the source by.
     *
     * @return a short lower-case word, unique among the providers found
     */
    String name();

    /**
     * What it is, for people.
     *
     * @return one line
     */
    String description();

    /**
     * Opens a source.
     *
     * @return a source ready to reserve memory
     * @throws UnsupportedOperationException if it cannot work here, with the reason: another operating system, native
     *     access denied
     */
    MemorySource open();
}
