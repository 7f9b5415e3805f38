package hakmem.superslab.mapped;

import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import java.io.IOException;
import java.nio.file.FileStore;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;

/**
 * The room on one file system, as far as this process has promised it. Safe for use by several threads.
 */
final class Room {
    /*
     * A page of a sparse file takes room when it is first touched; if there is none then, the touch is a fault. So a
     * commit asks the file system for its free space first. That alone is not enough: of two commits, both may count the
     * same free space before either touches its pages. Hence the books:
     *
     *   claimed     units some reservation has committed, ever: the source cannot give any back
     *   touched     those of them that are known to have taken their room
     *   promised =  (claimed - touched) units, over all reservations on this file system
     *
     *   a claim of n new units needs   free space - promised - MARGIN >= n units
     *
     * Nobody tells us when a unit is touched. The books assume it is not, which errs on the safe side, by up to half of
     * the file system. Only when a claim would fail for that are the claimed units looked up in the page cache, each
     * once until it is found: a unit all of whose pages are there has its room.
     *
     * The lock is held across system calls: the free space read and the promise made must be one step. It is one
     * microsecond, and this is not the source for the last one.
     */
    /** Bytes of a unit, a multiple of every page size of the platforms the JDK runs on. */
    static final int UNIT = 1 << 16;

    /** Bytes left free for what a file system needs besides our pages, and for small files of others. */
    static final long MARGIN = 1 << 20;

    private static final ConcurrentHashMap<FileStore, Room> ROOMS = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final String name;
    private final FreeSpace freeSpace;
    private final Set<Tenant> tenants = new LinkedHashSet<>();
    private long promised;

    /** How much a file system has left. */
    interface FreeSpace {
        /** Bytes this process may still fill. */
        long bytes() throws IOException;
    }

    /** What a file store has left; no lambda, for the first block waits for each that is linked. */
    private record OfStore(FileStore store) implements FreeSpace {
        @Override
        public long bytes() throws IOException {
            return store.getUsableSpace();
        }
    }

    /** A reservation in the books; guarded by the room's lock. */
    static final class Tenant {
        private final IntPredicate resident;
        private final BitSet claimed = new BitSet();
        private final BitSet touched = new BitSet();

        /** A tenant with nothing claimed; {@code resident} tells whether all pages of a unit have their room. */
        Tenant(IntPredicate resident) {
            this.resident = resident;
        }
    }

    Room(String name, FreeSpace freeSpace) {
        this.name = name;
        this.freeSpace = freeSpace;
    }

    /** The room of a file system, one object in the process. */
    static Room of(FileStore store) {
        Room room = ROOMS.get(store);
        if (room == null) {
            Room made = new Room(store.toString(), new OfStore(store));
            room = ROOMS.putIfAbsent(store, made);
            room = room == null ? made : room;
        }
        return room;
    }

    /** Bytes that could be claimed now, less the margin; may be negative. */
    long free() throws IOException {
        lock.lock();
        try {
            return freeSpace.bytes() - promised - MARGIN;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes claimed by all tenants that are not known to be touched. */
    long promised() {
        lock.lock();
        try {
            return promised;
        } finally {
            lock.unlock();
        }
    }

    void enter(Tenant tenant) {
        lock.lock();
        try {
            tenants.add(tenant);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends a tenancy.
     *
     * @param unmap gives the room back; if it throws, the tenant stays
     * @return false if the tenant had left already
     */
    boolean leave(Tenant tenant, Runnable unmap) {
        lock.lock();
        try {
            if (!tenants.contains(tenant)) {
                return false;
            }
            unmap.run();
            tenants.remove(tenant);
            promised -= (long) (tenant.claimed.cardinality() - tenant.touched.cardinality()) * UNIT;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Claims units; those claimed before cost nothing.
     *
     * @throws MemoryRefusedException if there is no room; nothing is claimed then
     * @throws IllegalStateException if the tenant has left
     */
    void claim(Tenant tenant, int from, int to) throws MemoryRefusedException {
        lock.lock();
        try {
            if (!tenants.contains(tenant)) {
                throw new IllegalStateException("the reservation is closed");
            }
            long wanted = (to - from - tenant.claimed.get(from, to).cardinality()) * (long) UNIT;
            if (wanted != 0) {
                checkRoom(wanted);
                // First the step that may want Java heap, then the one that cannot fail.
                tenant.claimed.set(from, to);
                promised += wanted;
            }
        } finally {
            lock.unlock();
        }
    }

    private void checkRoom(long wanted) throws MemoryRefusedException {
        try {
            if (freeSpace.bytes() - promised - MARGIN >= wanted) {
                return;
            }
            findTouched();
            long bytes = freeSpace.bytes();
            if (bytes - promised - MARGIN < wanted) {
                throw new MemoryRefusedException(
                        Reason.SYSTEM,
                        "cannot commit " + wanted + " bytes: " + name + " has room for " + bytes + ", of which "
                                + promised + " are promised and " + MARGIN + " kept free");
            }
        } catch (IOException e) {
            throw new MemoryRefusedException(
                    Reason.SYSTEM, "cannot commit " + wanted + " bytes: the room on " + name + " is unknown: " + e);
        }
    }

    private void findTouched() {
        for (Tenant tenant : tenants) {
            int unit = tenant.claimed.nextSetBit(0);
            while (unit >= 0) {
                if (!tenant.touched.get(unit) && tenant.resident.test(unit)) {
                    tenant.touched.set(unit);
                    promised -= UNIT;
                }
                unit = tenant.claimed.nextSetBit(unit + 1);
            }
        }
    }
}
