package hakmem.bench.recorded;

import java.util.List;
import java.util.Optional;

/** Chooses the allocator that the others are compared with. */
public final class BaseLine {
    /** The first of these that was measured; the C library as fast as Java can call it is what a program has anyway. */
    private static final List<String> PREFERRED = List.of("glibc-critical", "pool:locked", "glibc", "confined");

    private BaseLine() {}

    /**
     * Chooses for one workload.
     *
     * @param results what was measured
     * @param named what the user asked for, if anything
     * @return the name of an allocator; what the user asked for even if it was not measured with this workload
     */
    public static String of(WorkloadResults results, Optional<String> named) {
        return named.orElseGet(() -> {
            List<String> measured = results.cases().stream()
                    .flatMap(each -> each.series().stream())
                    .map(RecordedSeries::allocator)
                    .distinct()
                    .toList();
            return PREFERRED.stream().filter(measured::contains).findFirst().orElse(measured.getFirst());
        });
    }
}
