package hakmem.bench.recorded;

import com.google.gson.JsonArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * Reads what {@code ./hakmem jmh ... -rf json} writes: a list of benchmarks, each with one set of parameters. A benchmark becomes a
 * workload; the parameter that chooses what is measured becomes the allocator, the others settings; each iteration of each fork
 * becomes a round.
 */
final class JmhResults {
    /** The parameters that choose what is measured. */
    private static final List<String> ALLOCATORS = List.of("allocator", "arenas", "pool");

    /** Options of JMH, and the fields that tell their values. */
    private static final SequencedMap<String, String> OPTIONS = new LinkedHashMap<>();

    static {
        OPTIONS.put("-t", "threads");
        OPTIONS.put("-f", "forks");
        OPTIONS.put("-wi", "warmupIterations");
        OPTIONS.put("-w", "warmupTime");
        OPTIONS.put("-i", "measurementIterations");
        OPTIONS.put("-r", "measurementTime");
    }

    private static final String THROUGHPUT = "thrpt";
    private static final String GARBAGE = "gc.alloc.rate.norm";

    private JmhResults() {}

    static RecordedFile read(Path path, JsonArray content) throws BadResultFileException {
        List<JsonFields> benchmarks = JsonFields.roots(path, content);
        if (benchmarks.isEmpty()) {
            throw new BadResultFileException(path, "nothing was measured");
        }
        List<RecordedSeries> series = new ArrayList<>();
        for (JsonFields benchmark : benchmarks) {
            series.add(series(benchmark));
        }
        return new RecordedFile(
                path,
                environment(benchmarks.getFirst()),
                command(path, benchmarks),
                false,
                List.copyOf(series),
                List.of());
    }

    private static Map<String, String> environment(JsonFields benchmark) throws BadResultFileException {
        Map<String, String> environment = new LinkedHashMap<>();
        Optional<String> name = benchmark.optionalText("vmName");
        Optional<String> version = benchmark.optionalText("vmVersion");
        if (name.isPresent() && version.isPresent()) {
            environment.put("jdk", name.get() + " " + version.get());
        }
        benchmark.optionalText("jmhVersion").ifPresent(jmh -> environment.put("JMH", jmh));
        return environment;
    }

    /** JMH does not keep its command line: one that measures the same, as far as the file tells. */
    private static List<String> command(Path path, List<JsonFields> benchmarks) throws BadResultFileException {
        SequencedSet<String> names = new LinkedHashSet<>();
        SequencedMap<String, SequencedSet<String>> parameters = new LinkedHashMap<>();
        boolean garbage = false;
        for (JsonFields benchmark : benchmarks) {
            names.add(simpleName(benchmark.text("benchmark")));
            benchmark
                    .optionalObject("params")
                    .map(JsonFields::texts)
                    .orElseGet(Map::of)
                    .forEach((name, value) -> parameters
                            .computeIfAbsent(name, key -> new LinkedHashSet<>())
                            .add(value));
            garbage |= garbage(benchmark).isPresent();
        }
        List<String> command =
                new ArrayList<>(List.of("jmh", "(" + String.join("|", names).replace(".", "\\.") + ")$"));
        JsonFields first = benchmarks.getFirst();
        for (Map.Entry<String, String> option : OPTIONS.entrySet()) {
            first.optionalPlain(option.getValue())
                    .ifPresent(value -> command.addAll(List.of(option.getKey(), value.replace(" ", ""))));
        }
        parameters.forEach((name, values) -> command.addAll(List.of("-p", name + "=" + String.join(",", values))));
        command.addAll(garbage ? List.of("-prof", "gc") : List.of());
        command.addAll(List.of("-rf", "json", "-rff", String.valueOf(path.getFileName())));
        return List.copyOf(command);
    }

    private static RecordedSeries series(JsonFields benchmark) throws BadResultFileException {
        Map<String, String> settings = new LinkedHashMap<>(
                benchmark.optionalObject("params").map(JsonFields::texts).orElseGet(Map::of));
        String allocator = ALLOCATORS.stream()
                .map(settings::remove)
                .filter(name -> name != null && !name.isBlank())
                .findFirst()
                .orElse("java");
        JsonFields figure = benchmark
                .optionalObject("primaryMetric")
                .orElseThrow(() -> benchmark.wrong("primaryMetric", "is missing"));
        return new RecordedSeries(
                simpleName(benchmark.text("benchmark")),
                allocator,
                benchmark.count("threads"),
                false,
                unit(figure.text("scoreUnit")),
                benchmark.text("mode").equals(THROUGHPUT),
                settings,
                figure.nestedFigures("rawData"),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                garbage(benchmark),
                Map.of(),
                List.of(),
                List.of(),
                Map.of());
    }

    /** Class and method. */
    private static String simpleName(String benchmark) {
        return benchmark.replaceFirst("^.*\\.(?=[^.]+\\.[^.]+$)", "");
    }

    /** A time of an operation is a time. */
    private static String unit(String unit) {
        return switch (unit) {
            case "ns/op", "ms/op", "s/op" -> unit.replace("/op", "");
            case "us/op" -> "µs";
            default -> unit;
        };
    }

    private static OptionalDouble garbage(JsonFields benchmark) throws BadResultFileException {
        Optional<JsonFields> further = benchmark.optionalObject("secondaryMetrics");
        Optional<JsonFields> garbage = further.isPresent() ? further.get().optionalObject(GARBAGE) : Optional.empty();
        return garbage.isPresent() ? garbage.get().optionalFigure("score") : OptionalDouble.empty();
    }
}
