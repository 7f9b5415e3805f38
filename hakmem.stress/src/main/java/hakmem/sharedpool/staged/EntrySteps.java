package hakmem.sharedpool.staged;

import hakmem.superslab.Descriptors;
import java.util.concurrent.atomic.LongAdder;

/** What the tests of the tables need of this package. */
public final class EntrySteps {
    private static final LongAdder FAILURES = new LongAdder();

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
