package hakmem.superslab.mapped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.MemorySourceContract;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The contract, and what becomes of the files. */
class MappedMemorySourceTest extends MemorySourceContract {
    @TempDir
    private Path directory;

    MappedMemorySourceTest() {
        super(new MappedMemorySourceProvider());
    }

    @Test
    void keepsItsMemoryUntilItIsClosed() {
        assertThat(source.givesBack()).isFalse();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void leavesNoFileBehindNotEvenWhileItIsOpen() throws Exception {
        MappedMemorySource here = new MappedMemorySource(List.of(directory));
        try (Reservation reservation = here.reserve(4L * SuperSlab.BYTES, SuperSlab.BYTES)) {
            reservation.commit(0, SuperSlab.BYTES);
            assertThat(directory).isEmptyDirectory();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileThatCannotBeDeletedWhileItIsOpenIsDeletedAfterwards() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            Path leftOver = Files.createFile(directory.resolve("left-over"));
            new SparseFile(arena.allocate(8), leftOver).delete();
            assertThat(leftOver).doesNotExist();
        }
    }

    @Test
    void goesToAnotherDirectoryWhereTheFirstRefuses() throws Exception {
        Path missing = directory.resolve("missing");
        Path noDirectory = Files.createFile(directory.resolve("file"));
        MappedMemorySource here = new MappedMemorySource(List.of(missing, noDirectory, directory));

        try (Reservation reservation = here.reserve(SuperSlab.BYTES, SuperSlab.BYTES)) {
            reservation.commit(0, SuperSlab.BYTES);
            reservation.segment().fill((byte) 1);
        }
    }

    @Test
    void saysWhyEachDirectoryRefused() throws Exception {
        Path missing = directory.resolve("missing");
        Path noDirectory = Files.createFile(directory.resolve("file"));
        MappedMemorySource nowhere = new MappedMemorySource(List.of(missing, noDirectory));

        assertThatThrownBy(() -> nowhere.reserve(SuperSlab.BYTES, SuperSlab.BYTES))
                .isInstanceOfSatisfying(MemoryRefusedException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.SYSTEM);
                    assertThat(e).hasMessageContaining(missing.toString());
                    assertThat(e).hasMessageContaining(noDirectory.toString());
                });
    }

    @Test
    void promisesOnlyWhatIsNotTouchedAndNothingOnceClosed() throws Exception {
        MappedMemorySource here = new MappedMemorySource(List.of(directory));
        Room room = Room.of(Files.getFileStore(directory));
        long before = room.promised();
        try (Reservation reservation = here.reserve(4L * SuperSlab.BYTES, SuperSlab.BYTES)) {
            reservation.commit(0, SuperSlab.BYTES);
            reservation.commit(0, 2L * SuperSlab.BYTES);
            assertThat(room.promised() - before).isEqualTo(2L * SuperSlab.BYTES);
            reservation.decommit(0, SuperSlab.BYTES, false);
            reservation.commit(0, SuperSlab.BYTES);
            assertThat(room.promised() - before).isEqualTo(2L * SuperSlab.BYTES);
        }
        assertThat(room.promised()).isEqualTo(before);
    }
}
