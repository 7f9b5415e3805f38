package hakmem.bench.report;

import hakmem.bench.run.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a command found that runs no workload, in the form of a result file: less is better, one thread, resident memory not looked
 * at. For one thread.
 */
public final class Findings {
    private final String subject;
    private final String unit;
    private final List<Series> all = new ArrayList<>();

    /**
     * Makes an empty collection.
     *
     * @param subject what was looked at; stands where a workload's name does
     * @param unit of the figures
     */
    public Findings(String subject, String unit) {
        this.subject = subject;
        this.unit = unit;
    }

    /**
     * Adds what several rounds found.
     *
     * @param allocator what was measured
     * @param settings how, by name; numbers or strings
     * @param rounds the figure of each, at least one
     * @param details further figures by name
     */
    public void add(String allocator, Map<String, Object> settings, List<Double> rounds, Map<String, Object> details) {
        List<Measurement> measurements =
                rounds.stream().map(value -> Measurement.of(value, 0, details)).toList();
        all.add(Series.of(subject, unit, false, false, allocator, 1, new TreeMap<>(settings), measurements, 0));
    }

    /** In the order they were added. */
    List<Series> series() {
        return List.copyOf(all);
    }
}
