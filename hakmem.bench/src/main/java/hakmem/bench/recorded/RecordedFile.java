package hakmem.bench.recorded;

import hakmem.bench.figure.Quantities;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * What a result file holds. Immutable.
 *
 * @param path where it was read
 * @param environment where the figures come from, by name, in the order of the file, but the command
 * @param command the arguments that {@code ./hakmem} was given; empty if the file does not say
 * @param isInterleaved whether the allocators were measured in turn, in rounds; JMH measures one after the other
 * @param series what was measured, in the order of the file; at least one
 * @param missing what was not
 */
public record RecordedFile(
        Path path,
        Map<String, String> environment,
        List<String> command,
        boolean isInterleaved,
        List<RecordedSeries> series,
        List<Missing> missing) {
    /**
     * An allocator without a figure.
     *
     * @param allocator its name
     * @param workload name of the workload; empty if the file does not say
     * @param threads number of threads
     * @param reason why there is no figure
     * @param failed true if something went wrong, false if it cannot be measured on that machine
     */
    public record Missing(String allocator, String workload, int threads, String reason, boolean failed) {}

    /**
     * Allocators without a figure for one reason.
     *
     * @param allocator its name
     * @param reason why
     * @param failed whether something went wrong
     * @param workloads where, each once: the name, and with what went wrong the number of threads; may be empty
     */
    public record MissingEverywhere(String allocator, String reason, boolean failed, List<String> workloads) {}

    /**
     * What was not measured, one for an allocator and a reason.
     *
     * @return in the order of the file
     */
    public List<MissingEverywhere> missingByReason() {
        record Key(String allocator, String reason, boolean failed) {}
        Map<Key, SequencedSet<String>> found = new LinkedHashMap<>();
        for (Missing each : missing) {
            SequencedSet<String> workloads = found.computeIfAbsent(
                    new Key(each.allocator(), each.reason(), each.failed()), key -> new LinkedHashSet<>());
            if (!each.workload().isEmpty()) {
                workloads.add(each.workload() + (each.failed() ? " with " + Quantities.threads(each.threads()) : ""));
            }
        }
        return found.entrySet().stream()
                .map(entry -> new MissingEverywhere(
                        entry.getKey().allocator(),
                        entry.getKey().reason(),
                        entry.getKey().failed(),
                        List.copyOf(entry.getValue())))
                .toList();
    }

    /**
     * The name that tells this file from others.
     *
     * @return the last part of its path
     */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /**
     * When the figures were measured.
     *
     * @return the moment; null if the file does not say, or not so that it can be compared
     */
    public Instant date() {
        try {
            return OffsetDateTime.parse(environment.getOrDefault("date", "")).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /**
     * The number of rounds of each series.
     *
     * @return the fewest of any series
     */
    public int rounds() {
        return series.stream().mapToInt(each -> each.rounds().size()).min().orElse(0);
    }
}
