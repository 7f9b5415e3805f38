package hakmem.bench.recorded;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
        SequencedSet<String> differing = differing(series);
        Map<CaseKey, List<RecordedSeries>> byCase = new LinkedHashMap<>();
        for (RecordedSeries each : series) {
            Map<String, String> variant = new LinkedHashMap<>(each.settings());
            variant.keySet().retainAll(differing);
            byCase.computeIfAbsent(new CaseKey(variant, each.threads()), ignored -> new ArrayList<>())
                    .add(each);
        }
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
        return new WorkloadResults(
                file, key.workload(), key.unit(), series.getFirst().moreIsBetter(), common(series, differing), cases);
    }

    /**
     * The settings that are not the same in all series with one number of threads. One that only differs between numbers of
     * threads, such as how many blocks each thread has, is part of what it means to have so many, and makes no variant.
     */
    private static SequencedSet<String> differing(List<RecordedSeries> series) {
        var byThreads = series.stream().collect(Collectors.groupingBy(RecordedSeries::threads));
        SequencedSet<String> names = new TreeSet<>();
        series.forEach(each -> names.addAll(each.settings().keySet()));
        names.removeIf(name ->
                byThreads.values().stream().allMatch(all -> values(all, name).size() == 1));
        return names;
    }

    /** The settings that make no variant; one that goes with the number of threads has several values. */
    private static Map<String, String> common(List<RecordedSeries> series, SequencedSet<String> differing) {
        Map<String, String> common = new LinkedHashMap<>();
        series.forEach(each -> each.settings().keySet().forEach(name -> common.put(name, "")));
        common.keySet().removeAll(differing);
        common.replaceAll((name, ignored) -> String.join(" / ", values(series, name)));
        return common;
    }

    private static SequencedSet<String> values(List<RecordedSeries> series, String name) {
        return series.stream()
                .map(each -> Objects.toString(each.settings().get(name), ""))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String label(Map<String, String> settings, SequencedSet<String> names) {
        return String.join(
                ", ",
                names.stream()
                        .filter(settings::containsKey)
                        .map(name -> name + " " + settings.get(name))
                        .toList());
    }
}
