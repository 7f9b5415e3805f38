package hakmem.sharedpool.recycling;

import hakmem.sharedpool.staged.ClaimWord;
import hakmem.sharedpool.staged.Entry;
import java.util.function.IntPredicate;

/** 64 entries that never move, and the hints where to look for slots among them. */
final class EntryGroup {
    static final int SHIFT = 6;
    static final int SIZE = 1 << SHIFT;

    private final Entry[] entries = new Entry[SIZE];
    private final HintBits unused = new HintBits();
    private final HintBits empty = new HintBits();

    /** Made once: the hints are seen to when slots are claimed already, which a full Java heap must not lose. */
    private final IntPredicate hasUnused = new HasSlots(entries, true);

    private final IntPredicate hasEmpty = new HasSlots(entries, false);

    /** Which entries have unused slots, or empty ones; no lambda, for the first block waits for each that is linked. */
    private record HasSlots(
            @SuppressWarnings("ArrayRecordComponent") Entry[] entries, boolean unused) implements IntPredicate {
        @Override
        public boolean test(int place) {
            Entry entry = entries[place];
            return unused ? ClaimWord.unusedOf(entry.claimWord()) != 0 : entry.emptyMask() != 0;
        }
    }

    /** Only an entry whose index was published may be asked for. */
    Entry entry(int place) {
        return entries[place];
    }

    void put(int place, Entry entry) {
        entries[place] = entry;
    }

    HintBits unused() {
        return unused;
    }

    HintBits empty() {
        return empty;
    }

    void unusedChanged(int place) {
        unused.update(place, hasUnused);
    }

    void emptyChanged(int place) {
        empty.update(place, hasEmpty);
    }
}
