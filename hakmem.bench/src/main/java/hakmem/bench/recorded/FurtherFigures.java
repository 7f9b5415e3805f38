package hakmem.bench.recorded;

import hakmem.bench.figure.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.DoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a workload found besides its figure and its memory, as a table: the parts that a mean was drawn of, what stays resident after
 * each rest. They are of the round whose figure is nearest to the median.
 *
 * @param head names of the columns, the allocator's first
 * @param rows a row for each allocator
 */
public record FurtherFigures(List<String> head, List<List<String>> rows) {
    private static final String NONE = "–";

    /** Times of one operation, by how many blocks or bytes it is about. */
    private static final Pattern NANOS = Pattern.compile("nanos(\\d+)(Blocks|Bytes)");

    /** What is shown of the details, and how; there are more, for those who read the file. */
    private static final Map<String, Kind> KINDS = Map.of(
            "restRssBytes", new Kind("resident after each rest", Quantities::bytes),
            "burstMillis", new Kind("each burst", millis -> Quantities.withUnit(millis, "ms")),
            "liveBytes", new Kind("live", Quantities::bytes),
            "rssGrowthBytes", new Kind("growth of resident memory", Quantities::bytes),
            "peakLiveBytes", new Kind("peak live", Quantities::bytes),
            "peakResidentGrowthBytes", new Kind("peak growth of resident memory", Quantities::bytes),
            "committedPerLive", new Kind("peak committed / peak live", Quantities::times));

    private record Kind(String title, DoubleFunction<String> written) {}

    /**
     * Those of one comparison.
     *
     * @param measured what was measured side by side
     * @return the table, empty if there is nothing to show
     */
    public static Optional<FurtherFigures> of(SideBySide measured) {
        SequencedSet<String> names = new LinkedHashSet<>();
        for (RecordedSeries series : measured.series()) {
            series.details().keySet().stream()
                    .filter(name -> kind(name).isPresent())
                    .forEach(names::add);
        }
        if (names.isEmpty()) {
            return Optional.empty();
        }
        List<String> head = new ArrayList<>(List.of("allocator"));
        names.forEach(name -> head.add(kind(name).orElseThrow().title()));
        List<List<String>> rows = new ArrayList<>();
        for (RecordedSeries series : measured.series()) {
            List<String> row = new ArrayList<>(List.of(series.allocator()));
            names.forEach(name -> row.add(written(name, series.details().get(name))));
            rows.add(List.copyOf(row));
        }
        return Optional.of(new FurtherFigures(List.copyOf(head), List.copyOf(rows)));
    }

    private static Optional<Kind> kind(String name) {
        Matcher nanos = NANOS.matcher(name);
        return nanos.matches()
                ? Optional.of(new Kind(
                        nanos.group(1) + (nanos.group(2).equals("Bytes") ? " bytes" : " blocks"), Quantities::nanos))
                : Optional.ofNullable(KINDS.get(name));
    }

    /** A list is written as one; what is no number, as it stands there. */
    private static String written(String name, String value) {
        if (value == null) {
            return NONE;
        }
        DoubleFunction<String> written = kind(name).orElseThrow().written();
        return Pattern.compile(" ")
                .splitAsStream(value)
                .map(each -> each.matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?")
                        ? written(Double.parseDouble(each), written)
                        : each)
                .collect(Collectors.joining(" · "));
    }

    private static String written(double value, DoubleFunction<String> written) {
        return value < 0 ? "−" + written.apply(-value) : written.apply(value);
    }
}
