package hakmem.bench.report;

import java.util.List;

/** Figures of several rounds in one. */
final class Statistics {
    private Statistics() {}

    /**
     * The median: half of the values are not larger, half not smaller.
     *
     * @param values at least one, in any order
     * @return the middle one, or the mean of the two in the middle
     * @throws IllegalArgumentException if there are no values
     */
    static double median(List<? extends Number> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("the median of no values");
        }
        double[] sorted =
                values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * How far the values lie apart.
     *
     * @param values at least one, in any order
     * @return the difference of the largest and the smallest, as a part of the median; 0 if the median is 0
     */
    static double spread(List<? extends Number> values) {
        double median = median(values);
        return median == 0 ? 0 : (max(values) - min(values)) / median;
    }

    static double min(List<? extends Number> values) {
        return values.stream().mapToDouble(Number::doubleValue).min().orElseThrow();
    }

    static double max(List<? extends Number> values) {
        return values.stream().mapToDouble(Number::doubleValue).max().orElseThrow();
    }
}
