package hakmem.bench.targets;

import hakmem.bench.figure.Quantities;
import java.util.Locale;

/**
 * A target, and what was measured. Immutable.
 *
 * @param topic what it is about
 * @param target what is to be reached, for people
 * @param required the limit, written
 * @param measured the figure, written
 * @param isMet whether the figure is within the limit
 * @param isStretch whether it is only wished for
 * @param how what the figure is made of, for people
 */
public record Verdict(
        Topic topic, String target, String required, String measured, boolean isMet, boolean isStretch, String how) {
    /** How a figure is written. */
    enum Unit {
        TIMES,
        PERCENT,
        MILLIS,
        BYTES;

        String written(double figure) {
            return (figure < 0 ? "−" : "") + absolute(Math.abs(figure));
        }

        private String absolute(double figure) {
            return switch (this) {
                case TIMES -> Quantities.times(figure);
                case PERCENT -> String.format(Locale.ROOT, "%.2f %%", figure);
                case MILLIS -> Quantities.withUnit(figure, "ms");
                case BYTES -> figure == 0 ? "0 B" : String.format(Locale.ROOT, "%.3f B", figure);
            };
        }

        /** With more digits than people need. */
        String exactly(double figure) {
            return String.format(
                    Locale.ROOT,
                    "%.5f%s",
                    figure,
                    switch (this) {
                        case TIMES -> "×";
                        case PERCENT -> " %";
                        case MILLIS -> " ms";
                        case BYTES -> " B";
                    });
        }
    }

    /** More is better, and so much is required. */
    static Verdict atLeast(Topic topic, String target, double limit, double ratio, String how) {
        return of(topic, target, "≥ ", limit, Unit.TIMES, ratio, ratio >= limit, how);
    }

    /** Less is better, and so much is allowed. */
    static Verdict atMost(Topic topic, String target, double limit, Unit unit, double figure, String how) {
        return of(topic, target, "≤ ", limit, unit, figure, figure <= limit, how);
    }

    /** A figure that misses the limit must not be written as if it were the limit. */
    private static Verdict of(
            Topic topic, String target, String sign, double limit, Unit unit, double figure, boolean met, String how) {
        String required = unit.written(limit);
        String measured = unit.written(figure);
        if (!met && measured.equals(required)) {
            measured = unit.exactly(figure);
        }
        return new Verdict(topic, target, sign + required, measured, met, false, how);
    }

    /** The same, only wished for. */
    Verdict stretch() {
        return new Verdict(topic, target, required, measured, isMet, true, how);
    }

    /** The same for a limit that each of several figures is to keep, of which this is the worst. */
    Verdict each() {
        return new Verdict(topic, target, required + " each", measured, isMet, isStretch, how);
    }

    /**
     * The judgement in a word or two.
     *
     * @return {@code met}, {@code missed}, or {@code missed (stretch)}
     */
    public String judgement() {
        return isMet ? "met" : isStretch ? "missed (stretch)" : "missed";
    }
}
