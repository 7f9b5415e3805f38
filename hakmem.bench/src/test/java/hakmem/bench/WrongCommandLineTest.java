package hakmem.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before anything is done. */
class WrongCommandLineTest {
    private final Terminal terminal = new Terminal();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "larson --nonsense | --nonsense",
                "bench lars | unknown workload \"lars\"; known are larson, ",
                "bench pool | unknown workload \"pool\"",
                "bench larson --scale 0 | scale must be more than 0 and at most 1000: 0",
                "bench larson --scale NaN | scale must be more than 0",
                "bench larson --seconds -1 | seconds must be more than 0",
                "bench larson -a pool:fixed | \"pool:fixed\" is not for the workload larson",
                "bench larson -a hakmem:nix+hardened | unknown pool strategy \"nix\"; found: ",
                "larson --threads 0 | threads must be 1 to 4096: 0",
                "larson --threads one | 'one' is not an int",
                "larson --seconds 0 | seconds must be more than 0",
                "larson --seconds NaN | seconds must be more than 0",
                "larson --time-limit 0 | --time-limit must be 1 to 86400 seconds: 0",
                "larson --warmup -1 | --warmup must be 0 to 3600",
                "larson --warmup NaN | --warmup must be 0 to 3600",
                "larson --rounds 0 | --rounds must be 1",
                "larson --min 1 | smallest block must be 2 bytes or more",
                "larson --min 100 --max 99 | must not be less than the minimum: 99 < 100",
                "larson --max 1073741825 | at most 1073741824 bytes",
                "larson --chunks 0 | chunks must be 1 or more: 0",
                "larson --threads 4096 --chunks 1000000 | threads times chunks",
                "larson --allocators gnu | unknown allocator \"gnu\"; known are hakmem, ",
                "larson --allocators hakmem:nix | unknown pool strategy \"nix\"; found: ",
                "larson --allocators hakmem@nix | unknown memory source \"nix\"; found: ",
                "larson --baseline gnu | unknown allocator \"gnu\"",
                "larson --verify --allocators none | cannot be verified",
                "larson --allocators hakmem,,glibc | unknown allocator \"\"",
                "lars | lars",
                "pool --allocators pool:nix | unknown pool strategy \"nix\"; found: ",
                "pool --allocators pool:fixed@nix | unknown memory source \"nix\"; found: ",
                "pool --allocators hakmem | \"hakmem\" is not for the workload pool",
                "larson --allocators pool:fixed | \"pool:fixed\" is not for the workload larson",
                "pool --classes 0 | --classes must be 1 to 1000: 0",
                "report | what is to be written?",
                "report no.json | -o DIR",
                "report -o target | which result files",
                "report --targets | --targets: of which result files?",
                "report no.json -o target | no.json: there is no such file",
                "report pom.xml -o target | pom.xml: not a result file",
                "report --check no.json -o target | --check is about documents",
                "report --into no.md | --into: no.md: there is no such file",
                "report --into pom.xml | pom.xml: there is no line such as <!-- figures: ",
                "report ../docs/results/larson.json -o target -b nix | \"nix\" was not measured; there are hakmem, ",
                "report ../docs/results/larson.json -o pom.xml | pom.xml/index.html cannot be written",
                "soak --threads 1 | threads must be 2 to 256: 1",
                "soak --generations 5 | at least as many as rests: 5",
                "soak --superslabs 7 | at least twice as many as threads and at most 16384: 7",
                "soak --pool nix | unknown pool strategy \"nix\"; found: ",
                "startup --rounds 0 | --rounds must be 1 to 10000: 0",
                "startup | no jar of hakmem.bench on the module path: start it with ./hakmem",
                "metadata --json no/where.json | --json: there is no folder",
                "startup --json no/where.json | --json: there is no folder",
                "metadata 0 | a block must have 1 to 1048576 bytes: 0",
                "metadata --live 0 | --live must be 1 to 16384 MiB: 0",
                "soak --memory nix | unknown memory source \"nix\"; found: ",
                "torture --minutes 0 | --minutes must be more than 0",
                "torture --minutes NaN | --minutes must be more than 0",
                "torture --threads 0 | threads must be 1 to 256: 0",
                "torture --pool nix | unknown pool strategy \"nix\"; found: ",
                "torture --memory nix | unknown memory source \"nix\"; found: ",
                "torture --limit 1m | the limit must be 16 MiB or more: 1048576",
                "torture --limit many | --limit",
                "torture --limit 64m --live 65m | live bytes must be 1 MiB to the limit: 68157440",
                "torture --kinds fibres | --kinds",
                "torture --operations 1 | operations must be 100 to 100000000 a round: 1",
                "torture --patience 0 | --patience must be 1 or more seconds: 0",
            })
    void aWrongCommandLineIsRefusedInOneLineWithExitCode2(String line, String message) {
        assertThat(terminal.call(line)).isEqualTo(2);
        assertThat(terminal.err().lines().toList().getFirst())
                .startsWith("hakmem: ")
                .contains(message);
        assertThat(terminal.err()).contains("--help'.").doesNotContain("Usage:");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void aResultFileThatCannotBeWrittenIsRefusedBeforeTheRun() {
        Path file = folder.resolve("missing").resolve("result.json");

        assertThat(terminal.execute("larson", "--no-fork", "--json", file.toString()))
                .isEqualTo(2);
        assertThat(terminal.err()).startsWith("hakmem: --json: there is no folder");
    }

    /** Once, before anything is measured, and not for each number of threads. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hakmem.pool   | bad  | unknown pool strategy \"bad\"; found: ",
                "hakmem.memory | bad  | unknown memory source \"bad\"; found: ",
                "hakmem.limit  | much | hakmem.limit"
            })
    void aBadSystemPropertyIsRefusedOnce(String property, String value, String message) {
        System.setProperty(property, value);
        try {
            assertThat(terminal.call("larson --no-fork --no-progress -s 0.01 -t 1,2 -a hakmem"))
                    .isEqualTo(2);
        } finally {
            System.clearProperty(property);
        }
        assertThat(terminal.err()).containsOnlyOnce(message);
        assertThat(terminal.out()).isEmpty();
    }
}
