package hakmem.bench.recorded;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import hakmem.bench.peer.CAllocators;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.peer.PeerKind;
import hakmem.bench.workload.Workload;
import hakmem.bench.workload.WorkloadInfo;
import hakmem.bench.workload.WorkloadInfo.Trait;
import hakmem.bench.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A result file with everything in it that one can hold: several workloads, latencies, memory over time, what is missing. */
public final class SampleFile {
    /** Where the random numbers start. */
    public static final long SEED = 4141;

    /** The allocators, but for what single workloads add. */
    public static final List<String> ALLOCATORS =
            List.of("hakmem", "hakmem:locked", "glibc", "glibc-critical", "netty-adaptive", "confined");

    /** How many times as good as the base line each is about. */
    private static final List<Double> FACTORS = List.of(1.8, 1.7, 0.9, 1.0, 0.4, 0.2);

    private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p99.9", "p99.99", "max");

    private final Random random = new Random(SEED);

    private SampleFile() {}

    /**
     * Writes the file.
     *
     * @param path where
     * @return the same path
     */
    public static Path write(Path path) throws IOException {
        return Files.writeString(path, new SampleFile().root().toString());
    }

    /**
     * Writes a file of every workload, with one and two threads, and with as many allocators as there are names for.
     *
     * @param path where
     * @return the same path
     */
    public static Path writeAll(Path path) throws IOException {
        SampleFile sample = new SampleFile();
        List<String> allocators = Stream.of(PeerCatalog.all(), CAllocators.all())
                .flatMap(List::stream)
                .map(PeerKind::name)
                .toList();
        JsonArray results = new JsonArray();
        for (Workload workload : Workloads.all()) {
            WorkloadInfo info = workload.info();
            for (int threads : info.is(Trait.FIXED_THREADS) ? new int[] {1} : new int[] {1, 2}) {
                for (String allocator : allocators) {
                    double factor = 2.0 / (1 + allocators.indexOf(allocator));
                    double base = info.higherIsBetter() ? 3e7 * threads : 300;
                    JsonObject series = sample.series(
                            info.name(), info.unit(), info.higherIsBetter(), allocator, threads, base, factor);
                    if (info.name().endsWith("-latency")) {
                        series.add("latency", sample.latency());
                    }
                    if (info.is(Trait.WATCHES_MEMORY)) {
                        series.add("measurements", sample.measurements(1, allocator.startsWith("hakmem")));
                    }
                    results.add(series);
                }
            }
        }
        JsonObject root = new JsonObject();
        root.add("environment", environment());
        root.add("results", results);
        return Files.writeString(path, root.toString());
    }

    private JsonObject root() {
        JsonArray results = new JsonArray();
        for (int threads : new int[] {1, 2, 4}) {
            for (String allocator : ALLOCATORS) {
                results.add(series("larson", "ops/s", true, allocator, threads, 3e7 * threads));
            }
        }
        for (String allocator : ALLOCATORS) {
            results.add(series("sh6", "ms", false, allocator, 2, 840));
            JsonObject latency = series("larson-latency", "ns", false, allocator, 1, 310);
            latency.add("latency", latency());
            results.add(latency);
            JsonObject burst = series("burst", "ms", false, allocator, 1, 900);
            burst.add("measurements", measurements(5, allocator.startsWith("hakmem")));
            results.add(burst);
        }
        JsonObject root = new JsonObject();
        root.add("environment", environment());
        root.add("results", results);
        root.add("skipped", missing("tcmalloc", "libtcmalloc_minimal.so.4 is not installed"));
        root.add("failed", missing("shared", "a block was damaged"));
        return root;
    }

    private static JsonObject environment() {
        JsonObject environment = new JsonObject();
        environment.addProperty("jdk", "OpenJDK 64-Bit Server VM 25.0.3+9-LTS");
        environment.addProperty("os", "Linux 6.18 amd64");
        environment.addProperty("processor", "A processor of 2026");
        environment.addProperty("cores", 2);
        environment.addProperty("memoryBytes", 25_276_063_744L);
        environment.addProperty("date", "2026-11-23T07:26:28Z");
        environment.add("options", array("bench", "larson", "--allocators", "hakmem:*,glibc", "--json", "it's.json"));
        return environment;
    }

    private JsonObject series(
            String workload, String unit, boolean moreIsBetter, String allocator, int threads, double base) {
        double factor = FACTORS.get(ALLOCATORS.indexOf(allocator));
        return series(workload, unit, moreIsBetter, allocator, threads, base, factor);
    }

    private JsonObject series(
            String workload,
            String unit,
            boolean moreIsBetter,
            String allocator,
            int threads,
            double base,
            double factor) {
        double middle = moreIsBetter ? base * factor : base / factor;
        JsonObject series = new JsonObject();
        series.addProperty("workload", workload);
        series.addProperty("allocator", allocator);
        series.addProperty("threads", threads);
        series.addProperty("unit", unit);
        series.addProperty("higherIsBetter", moreIsBetter);
        JsonObject settings = new JsonObject();
        settings.addProperty("threads", threads);
        settings.addProperty("seconds", 1.5);
        series.add("settings", settings);
        JsonArray rounds = new JsonArray();
        for (int round = 0; round < 5; round++) {
            rounds.add(middle * (0.95 + 0.1 * random.nextDouble()));
        }
        series.add("rounds", rounds);
        series.addProperty("peakRssBytes", 90_000_000);
        series.addProperty("peakRssAboveBaseBytes", (long) (30_000_000 / factor * threads));
        series.addProperty("garbageBytesPerOperation", 0.0);
        return series;
    }

    private JsonObject latency() {
        JsonObject latency = new JsonObject();
        for (String operation : List.of("malloc", "free")) {
            JsonObject percentiles = new JsonObject();
            double nanos = 20 + 10 * random.nextDouble();
            for (String name : PERCENTILES) {
                percentiles.addProperty(name, nanos);
                nanos *= 2 + 5 * random.nextDouble();
            }
            percentiles.addProperty("count", 1_000_000);
            latency.add(operation, percentiles);
        }
        return latency;
    }

    private JsonArray measurements(int rounds, boolean isOwn) {
        JsonArray measurements = new JsonArray();
        for (int round = 0; round < rounds; round++) {
            JsonArray samples = new JsonArray();
            for (int index = 0; index < 900; index++) {
                JsonArray pair = new JsonArray();
                pair.add(index * 20);
                pair.add((long) (60e6 + 1.07e9 * Math.abs(Math.sin(index / 90.0))));
                samples.add(pair);
            }
            JsonObject measurement = new JsonObject();
            measurement.add("rssSamples", samples);
            if (isOwn) {
                measurement.add("committedSamples", samples.deepCopy());
            }
            measurements.add(measurement);
        }
        return measurements;
    }

    private static JsonArray missing(String allocator, String reason) {
        JsonObject one = new JsonObject();
        one.addProperty("workload", "larson");
        one.addProperty("allocator", allocator);
        one.addProperty("threads", 2);
        one.addProperty("reason", reason);
        JsonArray all = new JsonArray();
        all.add(one);
        return all;
    }

    private static JsonArray array(String... texts) {
        JsonArray array = new JsonArray();
        for (String text : texts) {
            array.add(text);
        }
        return array;
    }
}
