package hakmem.large;

/**
 * Mappings that could not be closed yet, linked through themselves: keeping one makes no object, for that it could not be
 * closed may be because the Java heap is full. Safe for use by several threads.
 */
final class Lingering {
    private Mapping first;
    private int size;

    synchronized void add(Mapping mapping) {
        mapping.nextLingering(first);
        first = mapping;
        size++;
    }

    /** Takes one out; null if there is none. */
    synchronized Mapping poll() {
        Mapping taken = first;
        if (taken != null) {
            first = taken.nextLingering();
            taken.nextLingering(null);
            size--;
        }
        return taken;
    }

    synchronized int size() {
        return size;
    }

    /** Committed bytes of all. */
    synchronized long bytes() {
        long bytes = 0;
        for (Mapping mapping = first; mapping != null; mapping = mapping.nextLingering()) {
            bytes += mapping.committed();
        }
        return bytes;
    }
}
