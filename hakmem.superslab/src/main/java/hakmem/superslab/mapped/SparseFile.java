package hakmem.superslab.mapped;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A temporary file of holes, mapped whole.
 *
 * @param segment its memory
 * @param leftOver the file to delete when it is unmapped, or null if it is deleted already
 */
record SparseFile(MemorySegment segment, Path leftOver) {
    private static final Set<OpenOption> NEW_SPARSE = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE);
    private static final AtomicLong COUNT = new AtomicLong();

    /** Differs from process to process: the number of the process would, too, but takes its classes 5 ms to tell. */
    private static final String PROCESS =
            Long.toHexString(ThreadLocalRandom.current().nextLong());

    /**
     * Makes a file and maps it. It works in an interrupted thread, which stays interrupted: mapping is an interruptible
     * operation to the JDK, but memory is no business of whoever interrupts.
     *
     * @param directory where the file is made
     * @param byteSize its size, and that of the mapping
     * @param arena the lifetime of the mapping
     * @return the file
     * @throws IOException if it cannot be made or mapped; nothing is left behind then
     */
    static SparseFile map(Path directory, long byteSize, Arena arena) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return mapOnce(directory, byteSize, arena);
                } catch (ClosedByInterruptException _) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static SparseFile mapOnce(Path directory, long byteSize, Arena arena) throws IOException {
        Path path = directory.resolve(
                "hakmem-" + PROCESS + "-" + Long.toHexString(System.nanoTime()) + "-" + COUNT.getAndIncrement());
        boolean done = false;
        // CREATE_NEW refuses a name that exists, a link too, so the name need not be secret.
        try (FileChannel channel = FileChannel.open(path, NEW_SPARSE, ownerOnly(directory))) {
            // Deleted before it has a size, so that not even a killed process leaves it behind.
            boolean deleted = tryDelete(path);
            MemorySegment segment = channel.map(MapMode.READ_WRITE, 0, byteSize, arena);
            done = true;
            return new SparseFile(segment, deleted ? null : path);
        } finally {
            if (!done) {
                tryDelete(path);
            }
        }
    }

    /** Deletes what is left over, once it is unmapped. */
    void delete() {
        if (leftOver != null && !tryDelete(leftOver)) {
            leftOver.toFile().deleteOnExit();
        }
    }

    /** Where an open or mapped file cannot be deleted (Windows), it is not. */
    private static boolean tryDelete(Path path) {
        try {
            Files.deleteIfExists(path);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))
                }
                : new FileAttribute<?>[0];
    }
}
