package hakmem.superslab.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hakmem.api.Hakmem;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class HugePagesTest {
    private static final long SIZE = 4 << 20;

    @AfterEach
    void forget() {
        System.clearProperty(Hakmem.HUGE_PAGES_PROPERTY);
    }

    @Test
    void thePropertySaysWhich() {
        assertThat(HugePages.chosen()).isEqualTo(HugePages.DEFAULT);
        System.setProperty(Hakmem.HUGE_PAGES_PROPERTY, "Always");
        assertThat(HugePages.chosen()).isEqualTo(HugePages.ALWAYS);
        System.setProperty(Hakmem.HUGE_PAGES_PROPERTY, " never ");
        assertThat(HugePages.chosen()).isEqualTo(HugePages.NEVER);
        System.setProperty(Hakmem.HUGE_PAGES_PROPERTY, "sometimes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PosixMemorySourceProvider().open())
                .withMessageContaining("sometimes");
    }

    /** The kernel shows the advice as a flag of the mapping: hg or nh (proc(5)). */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsCommittedIsAdvisedAndWhatIsReservedIsNot() throws Exception {
        for (String choice : List.of("default", "always", "never")) {
            System.setProperty(Hakmem.HUGE_PAGES_PROPERTY, choice);
            try (Reservation reservation =
                    new PosixMemorySourceProvider().open().reserve(SIZE, SIZE)) {
                reservation.commit(0, SIZE / 2);
                long start = reservation.segment().address();
                assertThat(flagsAt(start)).contains("VmFlags:");
                assertThat(flagsAt(start).contains(" hg")).isEqualTo(choice.equals("always"));
                assertThat(flagsAt(start).contains(" nh")).isEqualTo(choice.equals("never"));
                assertThat(flagsAt(start + SIZE / 2)).doesNotContain(" hg", " nh");
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void hugePagesThatWereAskedForAreNotTakenApart() {
        assertThat(new PosixMemorySourceProvider().open().discards()).isTrue();
        System.setProperty(Hakmem.HUGE_PAGES_PROPERTY, "never");
        assertThat(new PosixMemorySourceProvider().open().discards()).isTrue();
        System.setProperty(Hakmem.HUGE_PAGES_PROPERTY, "always");
        assertThat(new PosixMemorySourceProvider().open().discards()).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aRefusalDoesNoHarm() {
        Platform platform = Platform.of("Linux", System.getProperty("os.arch"));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment unaligned = arena.allocate(100, 8).asSlice(8);
            assertThatCode(() -> HugePages.ALWAYS.advise(platform, unaligned)).doesNotThrowAnyException();
        }
    }

    private static String flagsAt(long address) throws Exception {
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                int dash = line.indexOf('-');
                inside = Long.parseUnsignedLong(line.substring(0, dash), 16) <= address
                        && address < Long.parseUnsignedLong(line.substring(dash + 1, line.indexOf(' ')), 16);
            } else if (inside && line.startsWith("VmFlags:")) {
                return line;
            }
        }
        return "";
    }
}
