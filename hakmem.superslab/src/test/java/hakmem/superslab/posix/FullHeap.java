package hakmem.superslab.posix;

import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.io.IOException;
import java.lang.foreign.ValueLayout;

/**
 * A program for a JVM with a small heap: it fills the heap but for a few bytes, 16 more of them at every round, and moves the
 * memory of one reservation to another, or closes it. Wherever the {@link OutOfMemoryError} comes from, the memory is in one of
 * the two, and the other is as it was, or closed; and what could not be closed can be closed later.
 */
final class FullHeap {
    private static final long BYTES = 1 << 20;

    /** More than either takes, in crumbs. */
    private static final int ROUNDS = 80;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;

    /** What the heap is filled with: a few large objects, and many small ones. */
    private static Lump lumps;

    private static Crumb crumbs;

    private record Lump(Object bytes, Lump next) {}

    /** 16 bytes. */
    private record Crumb(Crumb next) {}

    private FullHeap() {}

    /**
     * Runs it.
     *
     * @param arguments none; or how much to spare, in crumbs, for a move and a close that are the first of the program
     */
    public static void main(String[] arguments) throws MemoryRefusedException, IOException {
        MemorySource source = new PosixMemorySourceProvider().open();
        if (arguments.length > 0) {
            int spared = Integer.parseInt(arguments[0]);
            fillHeap(); // loads the classes of that
            spare(1);
            lumps = null;
            crumbs = null;
            System.out.printf("OK: %b, %b%n", moves(source, spared), closes(source, spared));
            return;
        }
        moves(source, Integer.MAX_VALUE); // loads the classes
        closes(source, Integer.MAX_VALUE);
        int moved = 0;
        int closed = 0;
        for (int i = 0; i < ROUNDS; i++) {
            moved += moves(source, i) ? 1 : 0;
            closed += closes(source, i) ? 1 : 0;
        }
        System.out.printf("OK: of %d, %d moved, %d closed%n", ROUNDS, moved, closed);
    }

    private static boolean moves(MemorySource source, int spared) throws MemoryRefusedException {
        try (Reservation from = source.reserve(2 * BYTES, BYTES);
                Reservation to = source.reserve(2 * BYTES, BYTES)) {
            from.commit(0, BYTES);
            from.segment().set(WORD, BYTES - 8, spared);
            boolean moved = attempt(spared, () -> to.takeOver(from, BYTES, 2 * BYTES));
            Reservation holder = moved ? to : from;
            if (holder.segment().get(WORD, BYTES - 8) != spared) {
                throw new AssertionError("contents are lost, " + spared);
            }
            holder.decommit(0, BYTES, true);
            if (!moved) {
                to.commit(0, BYTES);
                from.commit(0, 2 * BYTES);
                from.segment().set(WORD, 2 * BYTES - 8, 1);
            }
            return moved;
        }
    }

    private static boolean closes(MemorySource source, int spared) throws MemoryRefusedException, IOException {
        Reservation reservation = source.reserve(BYTES, BYTES);
        long address = reservation.segment().address();
        reservation.commit(0, BYTES);
        reservation.segment().fill((byte) 1);
        boolean closed = attempt(spared, reservation::close);
        reservation.close();
        if (Mapping.at(address)
                .filter(there -> there.residentKibibytes() == BYTES >> 10)
                .isPresent()) {
            throw new AssertionError("not unmapped, " + spared);
        }
        return closed;
    }

    /** Does something with so much of the heap to spare; false if that was not enough. */
    private static boolean attempt(int spared, Attempt attempt) throws MemoryRefusedException {
        try {
            fillHeap();
            spare(spared);
            attempt.run();
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        } finally {
            lumps = null;
            crumbs = null;
        }
    }

    private interface Attempt {
        void run() throws MemoryRefusedException;
    }

    private static void spare(int count) {
        for (int i = 0; i < count && crumbs != null; i++) {
            crumbs = crumbs.next;
        }
        if (crumbs == null) {
            lumps = null;
        }
    }

    private static void fillHeap() {
        for (int size = 1 << 16; size >= 1 << 13; ) {
            try {
                lumps = new Lump(new byte[size], lumps);
            } catch (OutOfMemoryError e) {
                size /= 2;
            }
        }
        while (true) {
            try {
                crumbs = new Crumb(crumbs);
            } catch (OutOfMemoryError e) {
                return;
            }
        }
    }
}
