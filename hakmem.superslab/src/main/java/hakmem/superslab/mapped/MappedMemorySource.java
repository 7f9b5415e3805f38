package hakmem.superslab.mapped;

import hakmem.superslab.internal.PageRanges;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reserves address space as mapped files. Safe for use by several threads. */
final class MappedMemorySource implements MemorySource {
    /*
     * Where a file goes: the first directory, in the order given, with room for it, or with plenty of room, for a file is
     * mostly holes. If there is none, the one with the most room, and so on down; a directory that refuses is passed over
     * and its reason remembered. A directory is looked at when its turn comes: to ask for its file system takes a start 1 ms.
     */
    /** Bytes of room that make a directory good for a file of any size. */
    private static final long PLENTY = 1L << 30;

    private final List<Path> directories;

    /** A directory, its books, and the bytes it has left. */
    private record Candidate(Path directory, Room room, long free) {}

    /**
     * Makes a source.
     *
     * @param directories where its files may go, the best one first
     */
    MappedMemorySource(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    @Override
    public String name() {
        return "mapped";
    }

    /** {@inheritDoc} It is a multiple of the system's, which Java code cannot ask for without a restricted call. */
    @Override
    public long pageSize() {
        return Room.UNIT;
    }

    @Override
    public boolean givesBack() {
        return false;
    }

    @Override
    public Reservation reserve(long byteSize, long byteAlignment) throws MemoryRefusedException {
        PageRanges.checkReserve(pageSize(), byteSize, byteAlignment);
        List<String> reasons = new ArrayList<>();
        List<Candidate> tight = new ArrayList<>();
        for (Path directory : directories) {
            try {
                Room room = Room.of(Files.getFileStore(directory));
                Candidate candidate = new Candidate(directory, room, room.free());
                if (candidate.free() >= Math.min(byteSize, PLENTY)) {
                    return reserve(candidate, byteSize, byteAlignment);
                }
                tight.add(candidate);
            } catch (IOException e) {
                reasons.add(directory + ": " + e);
            }
        }
        if (tight.size() > 1) {
            tight.sort(Comparator.comparingLong(Candidate::free).reversed());
        }
        for (Candidate candidate : tight) {
            try {
                return reserve(candidate, byteSize, byteAlignment);
            } catch (IOException e) {
                reasons.add(candidate.directory() + ": " + e);
            }
        }
        throw new MemoryRefusedException(
                Reason.SYSTEM,
                "cannot reserve " + byteSize + " bytes aligned to " + byteAlignment + ": "
                        + (reasons.isEmpty() ? "no directory for temporary files" : String.join("; ", reasons)));
    }

    @SuppressWarnings("MustBeClosedChecker") // the reservation closes the arena
    private static Reservation reserve(Candidate candidate, long byteSize, long byteAlignment) throws IOException {
        // The system's own alignment is unknown here, so there is room to move for all of it.
        if (byteSize > Long.MAX_VALUE - byteAlignment || byteSize / Room.UNIT > Integer.MAX_VALUE) {
            throw new IOException("more than addresses can tell apart");
        }
        Arena arena = Arena.ofShared();
        boolean done = false;
        try {
            SparseFile file = SparseFile.map(candidate.directory(), byteSize + byteAlignment, arena);
            long start = -file.segment().address() & byteAlignment - 1;
            MemorySegment segment = file.segment().asSlice(start, byteSize);
            Reservation reservation = new MappedReservation(candidate.room(), file, arena, segment);
            done = true;
            return reservation;
        } finally {
            if (!done) {
                arena.close();
            }
        }
    }
}
