package hakmem.bench.recorded;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * All that a file has of one workload. The same workload in two files is two of these, as it was not measured side by side.
 *
 * @param file where it comes from
 * @param workload name of the workload
 * @param unit of the figures
 * @param moreIsBetter whether a larger figure is a better one
 * @param settings what all of it has in common, by name
 * @param cases by variant, in the order of the file, then by number of threads; at least one
 */
public record WorkloadResults(
        RecordedFile file,
        String workload,
        String unit,
        boolean moreIsBetter,
        Map<String, String> settings,
        List<SideBySide> cases) {
    private record Key(String workload, String unit) {}

    private record CaseKey(Map<String, String> settings, int threads) {}

    /**
     * Sorts what files hold by workload.
     *
     * @param files the files
     * @return the workloads in the order of the files
     */
    public static List<WorkloadResults> of(List<RecordedFile> files) {
        List<WorkloadResults> all = new ArrayList<>();
        for (RecordedFile file : files) {
            Map<Key, List<RecordedSeries>> byWorkload = new LinkedHashMap<>();
            for (RecordedSeries series : file.series()) {
                byWorkload
                        .computeIfAbsent(new Key(series.workload(), series.unit()), key -> new ArrayList<>())
                        .add(series);
            }
            byWorkload.forEach((key, series) -> all.add(of(file, key, series)));
        }
        return List.copyOf(all);
    }

    /**
     * The variants, each with the numbers of threads it was measured with.
     *
     * @return by label, which is empty for the only one
     */
    public Map<String, List<SideBySide>> variants() {
        Map<String, List<SideBySide>> variants = new LinkedHashMap<>();
        cases.forEach(each -> variants.computeIfAbsent(each.variant(), key -> new ArrayList<>())
                .add(each));
        return variants;
    }

    private static WorkloadResults of(RecordedFile file, Key key, List<RecordedSeries> series) {
        Map<CaseKey, List<RecordedSeries>> byCase = new LinkedHashMap<>();
        for (RecordedSeries each : series) {
            byCase.computeIfAbsent(new CaseKey(each.settings(), each.threads()), ignored -> new ArrayList<>())
                    .add(each);
        }
        var differing = differing(series);
        List<Map<String, String>> order =
                byCase.keySet().stream().map(CaseKey::settings).distinct().toList();
        List<SideBySide> cases = byCase.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<CaseKey, List<RecordedSeries>> entry) ->
                                order.indexOf(entry.getKey().settings()))
                        .thenComparingInt(entry -> entry.getKey().threads()))
                .map(entry -> new SideBySide(
                        key.workload(),
                        label(entry.getKey().settings(), differing),
                        entry.getKey().threads(),
                        List.copyOf(entry.getValue())))
                .toList();
        Map<String, String> common = new LinkedHashMap<>(series.getFirst().settings());
        common.keySet().removeAll(differing);
        return new WorkloadResults(
                file, key.workload(), key.unit(), series.getFirst().moreIsBetter(), common, cases);
    }

    /** The settings that are not the same in all series. */
    private static TreeSet<String> differing(List<RecordedSeries> series) {
        TreeSet<String> names = new TreeSet<>();
        series.forEach(each -> names.addAll(each.settings().keySet()));
        names.removeIf(name -> series.stream()
                        .map(each -> Objects.toString(each.settings().get(name), ""))
                        .distinct()
                        .count()
                == 1);
        return names;
    }

    private static String label(Map<String, String> settings, TreeSet<String> names) {
        return String.join(
                ", ",
                names.stream()
                        .filter(settings::containsKey)
                        .map(name -> name + " " + settings.get(name))
                        .toList());
    }
}
