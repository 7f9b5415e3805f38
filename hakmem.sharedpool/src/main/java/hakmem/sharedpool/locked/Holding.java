package hakmem.sharedpool.locked;

import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import java.util.Arrays;

/** A SuperSlab of a {@link LockedPool}: the state of each slot. Guarded by the pool's lock. */
final class Holding {
    /** What a slot is. */
    enum Slot {
        UNUSED,
        EMPTY,
        OWNED
    }

    private final SuperSlab superSlab;
    private final Slot[] slots = new Slot[SuperSlab.SLABS];
    private int owned;
    private long idleSince;

    /** Holds a SuperSlab of which nothing is used. */
    Holding(SuperSlab superSlab) {
        this.superSlab = superSlab;
        Arrays.fill(slots, Slot.UNUSED);
    }

    SuperSlab superSlab() {
        return superSlab;
    }

    boolean isAllFree() {
        return owned == 0;
    }

    boolean isFull() {
        return owned == SuperSlab.SLABS;
    }

    long idleSince() {
        return idleSince;
    }

    /** Takes a slab last used for a size class; null if there is none. */
    Slab takeEmpty(int sizeClass) {
        for (int slot = 0; slot < slots.length; slot++) {
            Slab slab = superSlab.slab(slot);
            if (slots[slot] == Slot.EMPTY && Slab.sizeClassOf(slab.word()) == sizeClass) {
                return take(slot, 1);
            }
        }
        return null;
    }

    /** Takes slabs side by side, unused ones or, if allowed, empty ones too; null if there are none. */
    Slab takeRun(int slabs, boolean emptyToo) {
        int length = 0;
        for (int slot = 0; slot < slots.length; slot++) {
            boolean free = slots[slot] == Slot.UNUSED || (emptyToo && slots[slot] == Slot.EMPTY);
            length = free ? length + 1 : 0;
            if (length == slabs) {
                return take(slot - slabs + 1, slabs);
            }
        }
        return null;
    }

    /** Takes the slabs from a slot on, all or none. */
    boolean takeFrom(int first, int slabs) {
        for (int slot = first; slot < first + slabs; slot++) {
            if (slots[slot] == Slot.OWNED) {
                return false;
            }
        }
        take(first, slabs);
        return true;
    }

    private Slab take(int first, int slabs) {
        Arrays.fill(slots, first, first + slabs, Slot.OWNED);
        owned += slabs;
        return superSlab.slab(first);
    }

    void putBack(int first, int slabs) {
        for (int slot = first; slot < first + slabs; slot++) {
            if (slots[slot] != Slot.OWNED) {
                throw new IllegalStateException(superSlab.slab(slot) + " is not handed out");
            }
        }
        Arrays.fill(slots, first, first + slabs, Slot.EMPTY);
        owned -= slabs;
        if (isAllFree()) {
            idleSince = System.nanoTime();
        }
    }
}
