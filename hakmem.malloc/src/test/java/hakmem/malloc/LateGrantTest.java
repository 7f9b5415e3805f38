package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.plugin.OpenArenasLater;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Native access is granted to modules by command-line flags, or by the first restricted call that one of them makes. */
class LateGrantTest {
    @Test
    void arenasOfAProcessTakeHakmemsMemoryOnceItsNativeAccessIsGranted() throws Exception {
        List<String> printed = ForkedJvm.run(
                List.of(
                        "--illegal-native-access=warn",
                        "--class-path",
                        ForkedJvm.HAKMEM + File.pathSeparator + ForkedJvm.tests()),
                OpenArenasLater.class);

        assertThat(printed)
                .filteredOn(line -> line.startsWith("the "))
                .containsExactly("the JDK's", "the allocator's", "the allocator's");
    }
}
