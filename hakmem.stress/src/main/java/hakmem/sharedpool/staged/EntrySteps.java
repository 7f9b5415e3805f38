package hakmem.sharedpool.staged;

import hakmem.superslab.Descriptors;

/** What the tests of the tables need of this package. */
public final class EntrySteps {
    private static final Count FAILURES = new Count();

    private EntrySteps() {}

    /**
     * Makes an empty way back from SuperSlabs to entries.
     *
     * @return for the region of {@link Descriptors}
     */
    public static EntryOwners owners() {
        return new EntryOwners(Descriptors.REGION);
    }

    /**
     * Claims a slot as stage 2 does.
     *
     * @param entry any entry
     * @return whether there was one
     */
    public static boolean claim(Entry entry) {
        return entry.claim(1, FAILURES) != SlotMask.NONE;
    }
}
