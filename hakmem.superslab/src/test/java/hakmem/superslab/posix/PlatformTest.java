package hakmem.superslab.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PlatformTest {
    @TempDir
    private Path directory;

    @Test
    void knowsWhatTheHeadersSay() {
        Platform linux = Platform.of("Linux", "amd64");
        Platform mac = Platform.of("Mac OS X", "aarch64");

        assertThat(linux.mapAnonymous()).isEqualTo(0x20);
        assertThat(linux.mapNoReserve()).isEqualTo(0x4000);
        assertThat(linux.pageSize()).isEqualTo(4096);
        assertThat(linux.discards()).isTrue();
        assertThat(linux.describe(11)).isEqualTo("EAGAIN (11)");
        assertThat(mac.mapAnonymous()).isEqualTo(0x1000);
        assertThat(mac.mapNoReserve()).isEqualTo(0x40);
        assertThat(mac.pageSize()).isEqualTo(16384);
        assertThat(mac.discards()).isFalse();
        assertThat(mac.describe(35)).isEqualTo("EAGAIN (35)");
        assertThat(mac.describe(99)).isEqualTo("errno 99");
        assertThat(Platform.of("Mac OS X", "x86_64").pageSize()).isEqualTo(4096);
    }

    @Test
    void saysWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Platform.of("Windows 11", "amd64"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Windows 11");
        assertThatThrownBy(() -> Platform.of("Linux", "s390x"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("s390x");
    }

    @Test
    void readsThePageSizeFromTheAuxiliaryVector() throws Exception {
        assertThat(Platform.auxiliaryPageSize(vector(3, 4096, 6, 16384, 0, 0))).isEqualTo(16384);
    }

    @Test
    void takesTheLargestPageWhereTheVectorDoesNotTell() throws Exception {
        assertThat(Platform.auxiliaryPageSize(vector(3, 4096, 0, 0, 6, 4096))).isEqualTo(65536);
        assertThat(Platform.auxiliaryPageSize(vector(6, 1000, 0, 0))).isEqualTo(65536);
        assertThat(Platform.auxiliaryPageSize(vector(3))).isEqualTo(65536);
        assertThat(Platform.auxiliaryPageSize(directory.resolve("missing"))).isEqualTo(65536);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @SuppressWarnings("restricted")
    void agreesWithTheSystemItRunsOn() throws Throwable {
        Linker linker = Linker.nativeLinker();
        int pageSize = (int) linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("getpagesize"), FunctionDescriptor.of(ValueLayout.JAVA_INT))
                .invokeExact();

        assertThat(Platform.of(System.getProperty("os.name"), System.getProperty("os.arch"))
                        .pageSize())
                .isEqualTo(pageSize);
        if (OS.LINUX.isCurrentOs()) {
            assertThat(Platform.auxiliaryPageSize(Path.of("/proc/self/auxv"))).isEqualTo(pageSize);
        }
    }

    private Path vector(long... words) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.nativeOrder());
        for (long word : words) {
            bytes.putLong(word);
        }
        return Files.write(directory.resolve("auxv"), bytes.array());
    }
}
