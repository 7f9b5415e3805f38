package hakmem.bench.page;

import hakmem.bench.recorded.AllocatorNames;
import hakmem.bench.recorded.BaseLine;
import hakmem.bench.recorded.RecordedFile;
import hakmem.bench.recorded.RecordedSeries;
import hakmem.bench.recorded.SideBySide;
import hakmem.bench.recorded.WorkloadResults;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a page is about: the workloads of all files, each with its base line and its place on the page, and the allocator that the
 * page speaks of. Immutable.
 *
 * @param files what was read
 * @param entries the workloads, in the order of the page
 * @param look of the allocators
 * @param hero the allocator the page speaks of: hakmem if it was measured
 * @param base the base line of most workloads, with which means can be taken
 */
record Subject(List<RecordedFile> files, List<Entry> entries, Look look, String hero, String base) {
    /**
     * A workload on the page.
     *
     * @param id unique on the page, and readable, as it stands in links
     * @param title what it is called; with the file's name if two files have it
     * @param results what was measured
     * @param base name of its base line
     */
    record Entry(String id, String title, WorkloadResults results, String base) {}

    /**
     * A comparison on the page.
     *
     * @param entry the workload
     * @param measured what was measured side by side
     */
    record Comparison(Entry entry, SideBySide measured) {
        /** What it is called where many workloads stand together. */
        String label() {
            return entry.title() + ", " + measured.label();
        }

        /** The same where there is little room; what tells it from its neighbours is kept. */
        String shortLabel() {
            int room = Math.max(8, Look.LONGEST_NAME - 2 - measured.label().length());
            return Look.shorten(entry.title(), room) + ", " + Look.shorten(measured.label());
        }
    }

    /**
     * Sorts what was read.
     *
     * @param files at least one
     * @param named the base line the user asked for
     */
    static Subject of(List<RecordedFile> files, Optional<String> named) {
        List<WorkloadResults> workloads = WorkloadResults.of(files);
        Map<String, Integer> times = new LinkedHashMap<>();
        workloads.forEach(each -> times.merge(each.workload(), 1, Integer::sum));
        Map<String, Integer> ids = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (WorkloadResults each : workloads) {
            String title = times.get(each.workload()) == 1
                    ? each.workload()
                    : each.workload() + " (" + each.file().name().replaceFirst("\\.json$", "") + ")";
            entries.add(new Entry(id(each.workload(), ids), title, each, BaseLine.of(each, named)));
        }
        List<String> allocators = entries.stream()
                .flatMap(entry -> entry.results().cases().stream())
                .flatMap(each -> each.series().stream())
                .map(RecordedSeries::allocator)
                .distinct()
                .toList();
        return new Subject(
                List.copyOf(files), List.copyOf(entries), new Look(allocators), hero(allocators), most(entries));
    }

    /** All comparisons, in the order of the page. */
    List<Comparison> comparisons() {
        return entries.stream()
                .flatMap(entry -> entry.results().cases().stream().map(each -> new Comparison(entry, each)))
                .toList();
    }

    /**
     * The comparisons whose ratios are to the base line of most, so that a mean of them means something; not those of a single
     * allocator, and no single operations beside workloads.
     */
    List<Comparison> comparable() {
        boolean some = isInterleavedAnywhere(entries);
        return comparisons().stream()
                .filter(each -> each.entry().base().equals(base)
                        && each.measured().series().size() > 1
                        && each.entry().results().file().isInterleaved() == some)
                .toList();
    }

    private static boolean isInterleavedAnywhere(List<Entry> entries) {
        return entries.stream().anyMatch(entry -> entry.results().file().isInterleaved());
    }

    private static String hero(Collection<String> allocators) {
        return allocators.stream()
                .filter(AllocatorNames.HAKMEM::equals)
                .findFirst()
                .or(() -> allocators.stream().filter(AllocatorNames::isOwn).findFirst())
                .orElseGet(() -> allocators.iterator().next());
    }

    private static String most(List<Entry> entries) {
        boolean some = isInterleavedAnywhere(entries);
        Map<String, Integer> times = new LinkedHashMap<>();
        entries.stream()
                .filter(entry -> entry.results().file().isInterleaved() == some)
                .forEach(entry ->
                        times.merge(entry.base(), entry.results().cases().size(), Integer::sum));
        return times.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private static String id(String workload, Map<String, Integer> taken) {
        String id = "w-" + workload.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        int times = taken.merge(id, 1, Integer::sum);
        return times == 1 ? id : id + "--" + times;
    }
}
