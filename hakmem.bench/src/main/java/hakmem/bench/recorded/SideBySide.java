package hakmem.bench.recorded;

import hakmem.bench.figure.Quantities;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

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
     * The best of what Java code could call instead of hakmem.
     *
     * @return the one with the best median, empty if none with a figure above 0 was measured
     */
    public Optional<RecordedSeries> bestPeer() {
        Comparator<RecordedSeries> order = Comparator.comparingDouble(RecordedSeries::median);
        return javaPeers()
                .filter(each -> each.median() > 0)
                .max(series.getFirst().moreIsBetter() ? order : order.reversed());
    }

    /**
     * How many times as good hakmem is as the best of what Java code could call instead.
     *
     * @return the ratio, empty if either was not measured or a figure is 0
     */
    public OptionalDouble ratioToBestPeer() {
        Optional<RecordedSeries> best = bestPeer();
        return best.isPresent() ? ratio(AllocatorNames.HAKMEM, best.get().allocator()) : OptionalDouble.empty();
    }

    /**
     * What takes the least memory of what Java code could call instead of hakmem.
     *
     * @return the one with the lowest peak, empty if none was measured
     */
    public Optional<RecordedSeries> leanestPeer() {
        return javaPeers()
                .filter(each -> each.peakRss().isPresent())
                .min(Comparator.comparingDouble(each -> each.peakRss().getAsDouble()));
    }

    private Stream<RecordedSeries> javaPeers() {
        return series.stream().filter(each -> AllocatorNames.isJavaPeer(each.allocator()));
    }

    /**
     * How many threads, for people.
     *
     * @return such as {@code 2 threads}
     */
    public String threadsLabel() {
        return series.getFirst().ownThreads() ? "its own threads" : Quantities.threads(threads);
    }

    /**
     * What it is called for people, without the workload.
     *
     * @return such as {@code 2 threads, size 100}
     */
    public String label() {
        return variant.isEmpty() ? threadsLabel() : threadsLabel() + ", " + variant;
    }
}
