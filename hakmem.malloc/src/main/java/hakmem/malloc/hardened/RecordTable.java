package hakmem.malloc.hardened;

import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.tiny.SizeClasses;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ObjLongConsumer;

/** The {@link SlabRecords} of a region's slabs. Safe for use by several threads. */
final class RecordTable {
    private static final int REFERENCE_BYTES = 4;

    private final Region region;
    private final AtomicReferenceArray<SlabRecords> records;

    RecordTable(Region region) {
        this.region = region;
        this.records = new AtomicReferenceArray<>(region.slabCount());
    }

    /**
     * The records for a block just allocated. They are made anew if those there are of another use of the slab: then no
     * block of it is live, but those just allocated.
     *
     * @param address a block of the allocator beneath
     * @return the records, or null if it is no small block of the region
     */
    SlabRecords forAllocated(long address) {
        Slab slab = region.slab(address);
        if (slab == null) {
            return null;
        }
        long word = slab.word();
        int sizeClass = Slab.sizeClassOf(word);
        if (sizeClass >= SizeClasses.COUNT) {
            return null;
        }
        long use = useOf(slab, word);
        while (true) {
            SlabRecords there = records.get(slab.index());
            if (there != null && there.isOf(sizeClass, use)) {
                return there;
            }
            SlabRecords made = new SlabRecords(sizeClass, use);
            if (records.compareAndSet(slab.index(), there, made)) {
                return made;
            }
        }
    }

    /**
     * What tells one use of a slab's memory by a class from the next. While a slab keeps its memory, what other small blocks left
     * there is poison, and of a large one {@link #dropAllIn} is told; so what was recorded of its blocks holds. Blocks that end in
     * the next slab are another matter: that may have been part of a large block, and nobody dropped this slab's records.
     */
    private static long useOf(Slab slab, long word) {
        int sizeClass = Slab.sizeClassOf(word);
        return sizeClass < SizeClasses.COUNT && SizeClasses.mayCrossSlabs(sizeClass)
                ? Slab.generationOf(word)
                : slab.losses();
    }

    /**
     * Drops the records of slabs that are part of a large block now, which may write there: should they be of the same size
     * class again later, what is recorded of their contents would not be so.
     *
     * @param address a large block
     * @param byteSize its size, all that may be written
     */
    void dropAllIn(long address, long byteSize) {
        Slab first = region.slab(address);
        if (first == null) {
            return;
        }
        int end = first.index() + (int) ((byteSize + Slab.BYTES - 1) >>> Slab.SHIFT);
        for (int index = first.index(); index < end; index++) {
            records.set(index, null);
        }
    }

    /**
     * The records of the slab an address lies in, as the slab is used now: of a block that is live or held they are the
     * block's.
     *
     * @param address any address
     * @return the records, or null if it is not in a slab of a size class, or no block of the slab was handed out yet
     */
    SlabRecords findCurrent(long address) {
        Slab slab = region.slab(address);
        if (slab == null) {
            return null;
        }
        SlabRecords there = records.get(slab.index());
        long word = slab.word();
        boolean current = there != null
                && Slab.stateOf(word) == Slab.State.ACTIVE
                && there.isOf(Slab.sizeClassOf(word), useOf(slab, word));
        return current ? there : null;
    }

    /** Visits the records of slabs in use, with the slab's address. */
    void forEachCurrent(ObjLongConsumer<SlabRecords> action) {
        region.forEachSuperSlab(superSlab -> {
            for (int slot = 0; slot < SuperSlab.SLABS; slot++) {
                long address = superSlab.slab(slot).address();
                SlabRecords there = findCurrent(address);
                if (there != null) {
                    action.accept(there, address);
                }
            }
        });
    }

    /** An estimate of the Java heap taken. */
    long metadataBytes() {
        long[] bytes = {(long) records.length() * REFERENCE_BYTES};
        region.forEachSuperSlab(superSlab -> {
            for (int slot = 0; slot < SuperSlab.SLABS; slot++) {
                SlabRecords there = records.get(superSlab.slab(slot).index());
                bytes[0] += there == null ? 0 : there.metadataBytes();
            }
        });
        return bytes[0];
    }
}
