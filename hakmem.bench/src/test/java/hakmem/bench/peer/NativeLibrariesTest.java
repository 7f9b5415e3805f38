package hakmem.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hakmem.bench.peer.NativeLibrary.Exports;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeLibrariesTest {
    @TempDir
    Path folder;

    private static final boolean IS_LINUX_X64 = System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");

    @SuppressWarnings("restricted")
    private static MethodHandle link(SymbolLookup lookup, String function, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(lookup.findOrThrow(function), type);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment block(long address) {
        return MemorySegment.ofAddress(address).reinterpret(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jemalloc", "mimalloc", "rpmalloc"})
    void theLibrariesThatTheBuildFetchesGiveBlocksUnderTheNamesOfC(String name) throws Throwable {
        assumeTrue(IS_LINUX_X64, "the build fetches native allocators for Linux on x86-64 only");
        SymbolLookup lookup = NativeLibraries.find(name).load();
        MethodHandle malloc =
                link(lookup, "malloc", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
        MethodHandle free = link(lookup, "free", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));
        long one = (long) malloc.invokeExact(100L);
        long other = (long) malloc.invokeExact(100L);

        assertThat(one).isNotZero().isNotEqualTo(other);
        block(one).fill((byte) 1);
        block(other).fill((byte) 2);
        assertThat(block(one).toArray(ValueLayout.JAVA_BYTE)).containsOnly(1);
        free.invokeExact(one);
        free.invokeExact(other);
        assertThat(lookup.find("calloc")).isPresent();
        assertThat(lookup.find("realloc")).isPresent();
        assertThat(lookup.find("aligned_alloc")).isPresent();
        assertThat(lookup.find("no_such_function")).isEmpty();
    }

    @Test
    void aFolderOfTheUsersOwnComesFirst() throws Exception {
        Path own = Files.createFile(folder.resolve("libjemalloc.so.2"));

        assertThat(NativeLibraries.find("jemalloc", List.of(folder), List.of()))
                .isEqualTo(new NativeLibrary("jemalloc", own, Exports.PLAIN));
    }

    @Test
    void whatTheBuildFetchesIsPreferredToWhatTheSystemHas() throws Exception {
        assumeTrue(IS_LINUX_X64, "the folder is named after the platform");
        Path system = Files.createDirectory(folder.resolve("system"));
        Files.createFile(system.resolve("libjemalloc.so.2"));
        Path fetched = Files.createDirectories(folder.resolve("fetched/linux/x64/org/lwjgl/jemalloc"));
        Files.createFile(fetched.resolve("libjemalloc.so"));

        assertThat(NativeLibraries.find("jemalloc", List.of(folder.resolve("fetched")), List.of(system)))
                .isEqualTo(new NativeLibrary("jemalloc", fetched.resolve("libjemalloc.so"), Exports.JE));
        assertThat(NativeLibraries.find("jemalloc", List.of(), List.of(system)).exports())
                .isEqualTo(Exports.PLAIN);
    }

    @Test
    void whatIsMissingSaysWhereItWasLookedForAndWhatToInstall() {
        assertThatThrownBy(() -> NativeLibraries.find("tcmalloc", List.of(folder), List.of(Path.of("/lib64"))))
                .isInstanceOf(PeerUnavailableException.class)
                .hasMessage("no libtcmalloc_minimal.so.4 in " + folder
                        + ", /lib64; Debian has it in the package libtcmalloc-minimal4");
    }

    @Test
    void whatIsNoLibraryIsSaidNotToLoad() throws Exception {
        Files.createFile(folder.resolve("libmimalloc.so.2"));
        NativeLibrary library = NativeLibraries.find("mimalloc", List.of(folder), List.of());

        assertThatThrownBy(library::load)
                .isInstanceOf(PeerUnavailableException.class)
                .hasMessageContaining("libmimalloc.so.2 cannot be loaded");
    }

    @Test
    void namesAreAllocatorsEachOnce() {
        assertThat(NativeLibraries.names()).containsExactly("jemalloc", "mimalloc", "rpmalloc", "tcmalloc");
        assertThatThrownBy(() -> NativeLibraries.find("nix")).isInstanceOf(IllegalArgumentException.class);
    }
}
