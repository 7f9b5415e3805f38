package hakmem.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import hakmem.bench.run.Measurement;
import hakmem.bench.run.RunResult;
import hakmem.bench.run.RunSpec;
import hakmem.bench.workload.WorkloadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    private final Results results = new Results();
    private final Environment environment = Environment.look(List.of("larson", "--threads", "1"));

    @TempDir
    Path folder;

    @BeforeEach
    void oneMeasurementAndOneSkipped() {
        RunSpec spec = new RunSpec("larson", "hakmem", 0, new WorkloadOptions(2, 1, 8, 999, 5000, 4141, false));
        results.end(spec, 1, RunResult.of(Measurement.of(5e7, 1 << 26, Map.of("threadHeaps", 3L))));
        RunSpec other = new RunSpec("larson", "glibc", 0, spec.options());
        results.end(other, 1, RunResult.skipped("no C library"));
    }

    @Test
    void theFileHoldsEnvironmentAndEveryRound() throws IOException {
        Path path = folder.resolve("result.json");

        ResultFile.prepare(path).write(environment, results);

        JsonObject root = JsonParser.parseString(Files.readString(path)).getAsJsonObject();
        JsonObject machine = root.getAsJsonObject("environment");
        assertThat(machine.keySet())
                .contains("jdk", "vmOptions", "os", "processor", "cores", "memoryBytes", "commit", "options", "date");
        assertThat(machine.get("cores").getAsInt()).isPositive();
        assertThat(machine.getAsJsonArray("options")).hasSize(3);
        assertThat(root.getAsJsonArray("results")).hasSize(1);
        JsonObject series = root.getAsJsonArray("results").get(0).getAsJsonObject();
        assertThat(series.get("workload").getAsString()).isEqualTo("larson");
        assertThat(series.get("allocator").getAsString()).isEqualTo("hakmem");
        assertThat(series.get("threads").getAsInt()).isEqualTo(2);
        assertThat(series.get("unit").getAsString()).isEqualTo("ops/s");
        assertThat(series.getAsJsonArray("rounds")).hasSize(1);
        assertThat(series.get("median").getAsDouble()).isEqualTo(5e7);
        assertThat(series.get("peakRssBytes").getAsLong()).isEqualTo(1 << 26);
        assertThat(series.getAsJsonObject("details").get("threadHeaps").getAsInt())
                .isEqualTo(3);
        assertThat(series.getAsJsonObject("settings").get("maximum").getAsInt()).isEqualTo(999);
        assertThat(root.getAsJsonArray("skipped")).hasSize(1);
    }

    @Test
    void theFileIsReplacedByAnOrdinaryOneAndNothingElseIsLeft() throws IOException {
        Path path = folder.resolve("result.json");
        Files.writeString(path, "before");

        ResultFile.prepare(path).write(environment, results);

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
        assertThat(Files.readString(path)).startsWith("{");
        Path plain = Files.writeString(folder.resolve("plain"), "");
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void preparingLeavesAnExistingFileAsItIs() throws IOException {
        Path path = folder.resolve("result.json");
        Files.writeString(path, "before");

        ResultFile.prepare(path);

        assertThat(Files.readString(path)).isEqualTo("before");
    }

    @Test
    void aLinkIsWrittenThroughAndStaysALink() throws IOException {
        Path path = Files.writeString(folder.resolve("result.json"), "before");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), path);

        ResultFile.prepare(link).write(environment, results);

        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(path)).startsWith("{");
    }

    @Test
    void aFolderOrAMissingFolderIsRefused() {
        assertThatThrownBy(() -> ResultFile.prepare(folder)).hasMessageContaining("is a directory");
        assertThatThrownBy(() -> ResultFile.prepare(folder.resolve("no").resolve("result.json")))
                .hasMessageContaining("there is no folder");
    }

    @Test
    void aDeviceIsWrittenToAndNotReplaced() throws IOException {
        Path device = Path.of("/dev/null");

        ResultFile.prepare(device).write(environment, results);

        assertThat(Files.isRegularFile(device)).isFalse();
    }
}
