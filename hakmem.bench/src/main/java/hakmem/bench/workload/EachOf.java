package hakmem.bench.workload;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Times of several kinds of one operation, drawn together to one figure in which each kind counts alike. For one thread. */
final class EachOf {
    private final Map<String, Double> nanosEach = new LinkedHashMap<>();
    private long operations;
    private long nanos;
    private long garbage;

    /**
     * Adds what was found of a kind.
     *
     * @param kind its name
     * @param watch the watch, stopped
     * @param count operations of all threads together, at least 1
     * @param threads how many there were, each of which was at work all the time
     */
    void add(String kind, Stopwatch watch, long count, int threads) {
        Outcome outcome = watch.nanosEach(count);
        nanosEach.put("nanos" + kind, outcome.value() * threads);
        operations += count;
        nanos += outcome.nanos();
        garbage = garbage < 0 || outcome.garbageBytes() < 0 ? -1 : garbage + outcome.garbageBytes();
    }

    /**
     * All kinds.
     *
     * @return the figure is the geometric mean of the times of an operation in nanoseconds, the details have each
     */
    Outcome geometricMean() {
        double logarithms = nanosEach.values().stream().mapToDouble(Math::log).sum();
        return new Outcome(
                Math.exp(logarithms / nanosEach.size()),
                operations,
                nanos,
                garbage,
                Optional.empty(),
                new LinkedHashMap<>(nanosEach));
    }
}
