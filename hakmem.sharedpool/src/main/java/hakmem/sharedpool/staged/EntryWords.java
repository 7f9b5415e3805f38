package hakmem.sharedpool.staged;

/**
 * The contended words of an {@link Entry}, with room around them, so that threads busy with neighbouring entries do
 * not invalidate each other's cache lines. The JVM lays out the fields of a superclass first, hence the chain of classes.
 */
final class EntryWords {
    private EntryWords() {}

    /** Bytes that are never used. */
    abstract static class RoomBefore {
        long before0;
        long before1;
        long before2;
        long before3;
        long before4;
        long before5;
    }

    /** The words. */
    abstract static class Words extends RoomBefore {
        /** See {@link ClaimWord}. */
        volatile long claim = ClaimWord.NEW;

        /** Bit i: slot i holds an empty slab, which belongs to whoever clears the bit. */
        volatile int empty;

        /** Bit i: slot i was given back since somebody last looked, so that its slab may hold memory. */
        volatile int soiled;
    }

    /** Bytes that are never used. */
    abstract static class Padded extends Words {
        long after0;
        long after1;
        long after2;
        long after3;
        long after4;
        long after5;
    }
}
