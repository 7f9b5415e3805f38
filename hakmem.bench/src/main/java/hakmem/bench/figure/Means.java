package hakmem.bench.figure;

import java.util.List;
import java.util.OptionalDouble;

/** Many ratios in one. */
public final class Means {
    private Means() {}

    /**
     * The geometric mean, the only one for which the mean of ratios to one base line and to another agree.
     *
     * @param ratios each above 0
     * @return the mean, empty if there are no ratios
     */
    public static OptionalDouble geometric(List<Double> ratios) {
        return ratios.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.exp(
                        ratios.stream().mapToDouble(Math::log).average().orElseThrow()));
    }
}
