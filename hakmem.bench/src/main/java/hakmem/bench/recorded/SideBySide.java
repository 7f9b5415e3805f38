package hakmem.bench.recorded;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Allocators that were measured with the same workload, settings and number of threads in the same run: what may be compared.
 *
 * @param workload name of the workload
 * @param variant the settings in which this differs from others of the same workload, for people; empty if there are none
 * @param threads number of threads
 * @param series one for each allocator, in the order of the file; at least one
 */
public record SideBySide(String workload, String variant, int threads, List<RecordedSeries> series) {
    /**
     * Finds an allocator.
     *
     * @param allocator its name
     * @return what was measured, empty if it was not
     */
    public Optional<RecordedSeries> find(String allocator) {
        return series.stream()
                .filter(each -> each.allocator().equals(allocator))
                .findFirst();
    }

    /**
     * How many times as good an allocator is as another.
     *
     * @param allocator name of the one
     * @param base name of the other
     * @return the ratio, empty if either was not measured or a figure is 0
     */
    public OptionalDouble ratio(String allocator, String base) {
        Optional<RecordedSeries> one = find(allocator);
        Optional<RecordedSeries> other = find(base);
        return one.isPresent() && other.isPresent() ? one.get().ratioTo(other.get()) : OptionalDouble.empty();
    }

    /**
     * What it is called for people, without the workload.
     *
     * @return such as {@code 2 threads, size 100}
     */
    public String label() {
        String count = threads == 1 ? "1 thread" : threads + " threads";
        return variant.isEmpty() ? count : count + ", " + variant;
    }
}
