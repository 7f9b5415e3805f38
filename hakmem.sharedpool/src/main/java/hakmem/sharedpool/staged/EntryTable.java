package hakmem.sharedpool.staged;

import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;

/**
 * Where the entries are: what {@code recycling} and {@code fixed} differ in. Safe for use by several threads. An entry once
 * published stays at its index for ever, so that an index below {@link #published()} always finds the entry complete.
 */
public interface EntryTable {
    /**
     * The entries published. Acquire: pairs with the release of {@link #publish}.
     *
     * @return their number; it never falls
     */
    int published();

    /**
     * An entry.
     *
     * @param index 0 to {@link #published()} - 1
     * @return the entry, never null
     */
    Entry entry(int index);

    /**
     * Finds an entry that may have unused slots.
     *
     * @param from the first index to look at
     * @param to the last, exclusive; at most {@link #published()}
     * @return its index, or -1 if there is none
     */
    int nextUnused(int from, int to);

    /**
     * Finds an entry that may have empty slabs.
     *
     * @param from the first index to look at
     * @param to the last, exclusive; at most {@link #published()}
     * @return its index, or -1 if there is none
     */
    int nextEmpty(int from, int to);

    /**
     * Slots were put into the entry's unused mask, or a search found none there.
     *
     * @param entry the entry
     */
    default void unusedChanged(Entry entry) {}

    /**
     * A slot was put into the entry's empty mask, or taken out of it.
     *
     * @param entry the entry
     */
    default void emptyChanged(Entry entry) {}

    /**
     * Makes sure of a place for one more entry, before memory is committed for it. Must be followed by {@link #publish} or
     * {@link #cancel}.
     *
     * @throws MemoryRefusedException if the table is full
     */
    void reserve() throws MemoryRefusedException;

    /** Gives up the place that {@link #reserve()} made sure of. */
    void cancel();

    /**
     * Makes an entry for a SuperSlab and lets searches see it, complete.
     *
     * @param superSlab a committed SuperSlab
     * @param owned the slots the caller keeps for himself
     * @param owners where to note the entry before anyone can claim from it
     * @throws OutOfMemoryError if the Java heap is full; nothing has changed then
     */
    void publish(SuperSlab superSlab, int owned, EntryOwners owners);

    /**
     * Takes an entry back whose SuperSlab was retired.
     *
     * @param entry a retired entry without a SuperSlab
     */
    void recycle(Entry entry);

    /**
     * Entries in use.
     *
     * @return their number
     */
    int entries();

    /**
     * The most entries in use at any time.
     *
     * @return their number
     */
    int peakEntries();

    /**
     * The most entries there can be.
     *
     * @return their number, {@link Integer#MAX_VALUE} for no bound
     */
    int maxEntries();

    /**
     * How often {@link #reserve()} refused.
     *
     * @return since the table was made
     */
    long capacityRefusals();
}
