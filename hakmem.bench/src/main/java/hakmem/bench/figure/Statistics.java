package hakmem.bench.figure;

import java.util.List;

/** Figures of several rounds in one. Nothing here is changed by a call: safe for use by several threads. */
public final class Statistics {
    private Statistics() {}

    /**
     * The median: half of the values are not larger, half not smaller.
     *
     * @param values at least one, in any order
     * @return the middle one, or the mean of the two in the middle
     * @throws IllegalArgumentException if there are no values
     */
    public static double median(List<? extends Number> values) {
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
    public static double spread(List<? extends Number> values) {
        double median = median(values);
        return median == 0 ? 0 : (max(values) - min(values)) / median;
    }

    /**
     * The smallest value.
     *
     * @param values at least one
     * @return the minimum
     */
    public static double min(List<? extends Number> values) {
        return values.stream().mapToDouble(Number::doubleValue).min().orElseThrow();
    }

    /**
     * The largest value.
     *
     * @param values at least one
     * @return the maximum
     */
    public static double max(List<? extends Number> values) {
        return values.stream().mapToDouble(Number::doubleValue).max().orElseThrow();
    }
}
