package hakmem.bench.recorded;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import hakmem.bench.figure.Statistics;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * Reads result files, and those that JMH writes. Fields that only some workloads have may be missing; fields it does not know are passed over, so that older
 * and newer files can be read.
 */
public final class ResultReader {
    private static final String MAX = "max";

    private ResultReader() {}

    /**
     * Reads a file.
     *
     * @param path where it is
     * @return what it holds
     * @throws BadResultFileException if it is no result file, or there is none; the message says so in one line
     */
    public static RecordedFile read(Path path) throws BadResultFileException {
        JsonElement content = parse(path);
        if (content.isJsonArray()) {
            return JmhResults.read(path, content.getAsJsonArray());
        }
        JsonFields root = JsonFields.root(path, content);
        JsonFields environment =
                root.optionalObject("environment").orElseThrow(() -> root.wrong("environment", "is missing"));
        List<RecordedSeries> series = new ArrayList<>();
        for (JsonFields each : root.objects("results")) {
            series.add(series(each));
        }
        if (series.isEmpty()) {
            throw root.wrong("results", "should hold at least one series: nothing was measured");
        }
        List<RecordedFile.Missing> missing = new ArrayList<>();
        for (JsonFields each : root.objects("skipped")) {
            missing.add(missing(each, false));
        }
        for (JsonFields each : root.objects("failed")) {
            missing.add(missing(each, true));
        }
        Map<String, String> facts = environment.texts();
        facts.remove("options");
        return new RecordedFile(
                path, facts, environment.textList("options"), true, List.copyOf(series), List.copyOf(missing));
    }

    private static JsonElement parse(Path path) throws BadResultFileException {
        try {
            return JsonParser.parseString(Files.readString(path));
        } catch (JsonParseException e) {
            throw new BadResultFileException(path, "not a result file: it is not JSON");
        } catch (NoSuchFileException e) {
            throw new BadResultFileException(path, "there is no such file");
        } catch (CharacterCodingException e) {
            throw new BadResultFileException(path, "not a result file: it is not text");
        } catch (IOException e) {
            throw new BadResultFileException(
                    path, Files.isDirectory(path) ? "is a folder, not a file" : "cannot be read: " + e.getMessage());
        }
    }

    private static RecordedSeries series(JsonFields fields) throws BadResultFileException {
        String unit = fields.text("unit");
        Map<String, String> settings =
                fields.optionalObject("settings").map(JsonFields::texts).orElseGet(Map::of);
        settings = new LinkedHashMap<>(settings);
        settings.remove("threads");
        List<Double> rounds = fields.figures("rounds");
        Optional<JsonFields> typical = typicalRound(fields, rounds);
        return new RecordedSeries(
                fields.text("workload"),
                fields.text("allocator"),
                fields.count("threads"),
                fields.optionalFlag("ownThreads").orElse(false),
                unit,
                fields.optionalFlag("higherIsBetter").orElseGet(() -> isRate(unit)),
                settings,
                rounds,
                peakRss(fields),
                fields.optionalFigure("peakCommittedBytes"),
                fields.optionalFigure("garbageBytesPerOperation"),
                latency(fields),
                typical.isPresent() ? samples(typical.get(), "rssSamples") : List.of(),
                typical.isPresent() ? samples(typical.get(), "committedSamples") : List.of(),
                details(fields, typical));
    }

    /** Of the same round as the samples; where rounds are not told one by one, what stands for all of them. */
    private static Map<String, String> details(JsonFields fields, Optional<JsonFields> typical)
            throws BadResultFileException {
        Optional<JsonFields> details = typical.isPresent() ? typical.get().optionalObject("details") : Optional.empty();
        return (details.isPresent() ? details : fields.optionalObject("details"))
                .map(JsonFields::texts)
                .orElseGet(Map::of);
    }

    /** Older files do not say. Something per time is better when it is more; times, and parts of something, when they are less. */
    private static boolean isRate(String unit) {
        return unit.matches(".*/(cpu-)?s");
    }

    /** Where the system tells no resident memory, the file says 0 for the peak. */
    private static OptionalDouble peakRss(JsonFields fields) throws BadResultFileException {
        OptionalDouble peak = fields.optionalFigure("peakRssBytes");
        return peak.isPresent() && peak.getAsDouble() == 0
                ? OptionalDouble.empty()
                : fields.optionalFigure("peakRssAboveBaseBytes");
    }

    private static Map<String, SequencedMap<String, Double>> latency(JsonFields fields) throws BadResultFileException {
        Map<String, SequencedMap<String, Double>> all = new LinkedHashMap<>();
        Optional<JsonFields> latency = fields.optionalObject("latency");
        if (latency.isPresent()) {
            for (String operation : latency.get().names()) {
                var percentiles = latency.get().optionalObject(operation);
                if (percentiles.isPresent()) {
                    all.put(operation, percentiles(percentiles.get()));
                }
            }
        }
        return all;
    }

    private static SequencedMap<String, Double> percentiles(JsonFields fields) throws BadResultFileException {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        List<String> names = fields.names().stream()
                .filter(name -> name.equals(MAX) || name.matches("p\\d{1,2}(\\.\\d{1,6})?"))
                .sorted(Comparator.comparingDouble(ResultReader::part))
                .toList();
        for (String name : names) {
            values.put(name, fields.optionalFigure(name).orElseThrow(() -> fields.wrong(name, "should be a number")));
        }
        return values;
    }

    /** How many in a hundred are not larger. */
    private static double part(String percentile) {
        return percentile.equals(MAX) ? 100 : Double.parseDouble(percentile.substring(1));
    }

    /** Of the rounds that are told one by one, the one whose figure is nearest to the median. */
    private static Optional<JsonFields> typicalRound(JsonFields fields, List<Double> rounds)
            throws BadResultFileException {
        List<JsonFields> measurements = fields.objects("measurements");
        double median = Statistics.median(rounds);
        return IntStream.range(0, Math.min(rounds.size(), measurements.size()))
                .boxed()
                .min(Comparator.comparingDouble(round -> Math.abs(rounds.get(round) - median)))
                .map(measurements::get);
    }

    private static List<MemorySample> samples(JsonFields fields, String name) throws BadResultFileException {
        return fields.pairs(name, MemorySample::new).stream()
                .sorted(Comparator.comparingDouble(MemorySample::millis))
                .toList();
    }

    private static RecordedFile.Missing missing(JsonFields fields, boolean failed) throws BadResultFileException {
        return new RecordedFile.Missing(
                fields.text("allocator"),
                fields.optionalText("workload").orElse(""),
                fields.count("threads"),
                fields.text("reason"),
                failed);
    }
}
