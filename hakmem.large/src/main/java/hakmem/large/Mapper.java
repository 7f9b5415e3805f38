package hakmem.large;

import hakmem.superslab.MemoryBudget;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes, resizes and closes mappings, and charges them to the budget: before memory is committed, until after it is given
 * back. Safe for use by several threads, each with mappings of its own.
 */
final class Mapper {
    /*
     * A mapping that cannot be closed now lingers: its segment is in use by a downcall (someone frees a block that a
     * native function still works on), or the source failed. It stays charged, for it is committed, and trim() and close()
     * try again. So a free never fails half-way, and never pulls memory from under native code.
     *
     * Every byte charged is in one of three places, which validate() adds up:
     *
     *   charged = live blocks + cache + lingering
     */
    private final MemorySource source;
    private final MemoryBudget budget;
    private final AtomicLong charged = new AtomicLong();
    private final Lingering lingering = new Lingering();

    Mapper(MemorySource source, MemoryBudget budget) {
        this.source = source;
        this.budget = budget;
    }

    /** Whether {@link #shrink} gives memory back. */
    boolean canShrink() {
        return source.givesBack();
    }

    /**
     * Makes a mapping, committed from end to end; its contents are zeros.
     *
     * @param byteSize bytes, a multiple of the page size
     * @param byteAlignment a power of two, at least the page size
     * @return a mapping that belongs to the caller
     * @throws MemoryRefusedException if the budget or the source has no more; nothing has changed then
     */
    Mapping map(long byteSize, long byteAlignment) throws MemoryRefusedException {
        charge(byteSize);
        Mapping mapping = null;
        boolean done = false;
        try {
            // The object first: there may be no room for it on the Java heap when the memory is there.
            mapping = reserve(byteSize, byteAlignment);
            mapping.commitTo(byteSize);
            done = true;
            return mapping;
        } finally {
            if (!done) {
                discharge(byteSize);
                if (mapping != null) {
                    unmap(mapping);
                }
            }
        }
    }

    /** Whether {@link #move} works. */
    boolean canMove() {
        return source.movesPages();
    }

    /**
     * Makes a mapping with nothing committed, for another one to move to.
     *
     * @param byteSize bytes, a multiple of the page size
     * @param byteAlignment a power of two, at least the page size
     * @return a mapping that belongs to the caller
     * @throws MemoryRefusedException if the source has no such addresses; nothing has changed then
     */
    Mapping reserve(long byteSize, long byteAlignment) throws MemoryRefusedException {
        Reservation reservation = source.reserve(byteSize, byteAlignment);
        boolean done = false;
        try {
            Mapping mapping = new Mapping(reservation, 0);
            done = true;
            return mapping;
        } finally {
            if (!done) {
                abandon(reservation);
            }
        }
    }

    /**
     * Moves the memory of a mapping to another one, larger by what is charged for it: not both are in use at any moment.
     *
     * @param from belongs to the caller; closed afterwards
     * @param to belongs to the caller; nothing of it is committed, and afterwards all
     * @throws MemoryRefusedException if the budget or the source refuses; nothing has changed then
     * @throws IllegalStateException if {@code from} is in use by a downcall; nothing has changed then
     */
    void move(Mapping from, Mapping to) throws MemoryRefusedException {
        long more = to.reserved() - from.committed();
        charge(more);
        boolean done = false;
        try {
            to.takeOver(from, to.reserved());
            done = true;
        } finally {
            if (!done) {
                discharge(more);
            }
        }
    }

    /**
     * Commits more of a mapping.
     *
     * @param mapping belongs to the caller
     * @param byteSize bytes, a multiple of the page size, more than committed and at most as many as reserved
     * @throws MemoryRefusedException if the budget or the source has no more; nothing has changed then
     */
    void grow(Mapping mapping, long byteSize) throws MemoryRefusedException {
        long more = byteSize - mapping.committed();
        charge(more);
        boolean done = false;
        try {
            mapping.commitTo(byteSize);
            done = true;
        } finally {
            if (!done) {
                discharge(more);
            }
        }
    }

    /**
     * Decommits the end of a mapping; the addresses stay reserved.
     *
     * @param mapping belongs to the caller
     * @param byteSize bytes left, a multiple of the page size, fewer than committed
     */
    void shrink(Mapping mapping, long byteSize) {
        long less = mapping.committed() - byteSize;
        mapping.decommitFrom(byteSize);
        discharge(less);
    }

    /**
     * Gives the memory of a mapping back and keeps its addresses; or closes it, if the source cannot do that; or keeps it for
     * {@link #unmapLingering}, if that fails.
     *
     * @param mapping belongs to the caller, who gives it up if this returns false
     * @return whether its addresses are left
     */
    boolean purge(Mapping mapping) {
        long byteSize = mapping.committed();
        try {
            if (!source.givesBack()) {
                unmap(mapping);
                return false;
            }
            mapping.decommitFrom(0);
        } catch (RuntimeException | Error e) {
            lingerAfter(e, mapping);
            return false;
        }
        discharge(byteSize);
        return true;
    }

    /**
     * Closes a mapping, or keeps it for {@link #unmapLingering} if that fails.
     *
     * @param mapping the caller gives it up
     * @return bytes given back
     */
    long unmap(Mapping mapping) {
        try {
            mapping.close();
        } catch (RuntimeException | Error e) {
            lingerAfter(e, mapping);
            return 0;
        }
        discharge(mapping.committed());
        return mapping.committed();
    }

    /** After an error too: the block is freed by now, and that its memory is not given back yet is nothing its user can mend. */
    private void lingerAfter(Throwable e, Mapping mapping) {
        boolean reporting =
                !(e instanceof IllegalStateException || e instanceof OutOfMemoryError) && mapping.takeReport();
        lingering.add(mapping);
        if (reporting) {
            System.getLogger("hakmem.large")
                    .log(System.Logger.Level.WARNING, source.name() + " failed to give back " + mapping, e);
        }
    }

    /** Keeps a mapping for {@link #unmapLingering} that nobody came to close. */
    void linger(Mapping mapping) {
        lingering.add(mapping);
    }

    /**
     * Tries once more to close what could not be closed.
     *
     * @return bytes given back
     */
    long unmapLingering() {
        long givenBack = 0;
        for (int tries = lingering.size(); tries > 0; tries--) {
            Mapping mapping = lingering.poll();
            if (mapping == null) {
                break;
            }
            givenBack += unmap(mapping);
        }
        return givenBack;
    }

    /** Mappings that could not be closed yet. */
    int lingeringCount() {
        return lingering.size();
    }

    /** Their committed bytes. */
    long lingeringBytes() {
        return lingering.bytes();
    }

    /** Bytes charged to the budget by this mapper. */
    long charged() {
        return charged.get();
    }

    private void charge(long byteSize) throws MemoryRefusedException {
        if (!budget.tryReserve(byteSize)) {
            throw LargeErrors.limitReached(byteSize, budget);
        }
        charged.addAndGet(byteSize);
    }

    private void discharge(long byteSize) {
        charged.addAndGet(-byteSize);
        budget.release(byteSize);
    }

    /** Gives back a reservation nobody has seen. If even that fails, it lingers with nothing charged to it. */
    private void abandon(Reservation reservation) {
        try {
            reservation.close();
        } catch (RuntimeException e) {
            System.getLogger("hakmem.large")
                    .log(System.Logger.Level.WARNING, source.name() + " failed to close a reservation", e);
            lingering.add(new Mapping(reservation, 0));
        }
    }
}
