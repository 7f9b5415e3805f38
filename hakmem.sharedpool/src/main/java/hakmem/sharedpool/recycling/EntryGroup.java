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
    private final IntPredicate hasUnused = this::hasUnused;

    private final IntPredicate hasEmpty = this::hasEmpty;

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

    private boolean hasUnused(int place) {
        return ClaimWord.unusedOf(entries[place].claimWord()) != 0;
    }

    private boolean hasEmpty(int place) {
        return entries[place].emptyMask() != 0;
    }
}
