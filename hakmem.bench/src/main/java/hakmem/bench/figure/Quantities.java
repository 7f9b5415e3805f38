package hakmem.bench.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** Figures as people read them: three digits that count, and a prefix. */
public final class Quantities {
    private static final String[] LARGE = {"", "k", "M", "G", "T", "P"};
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final String[] TIMES = {"ns", "µs", "ms", "s"};

    /** The unit of figures that are a part of something. */
    private static final String FACTOR = "x";

    private Quantities() {}

    /**
     * A figure with its unit.
     *
     * @param value 0 or more
     * @param unit such as {@code ops/s}, {@code s} or {@code ns}
     * @return such as {@code 51.0 M ops/s}, {@code 1.20 s}
     */
    public static String withUnit(double value, String unit) {
        int time = List.of(TIMES).indexOf(unit);
        if (time >= 0 && value > 0) {
            return nanos(value * Math.pow(1000, time));
        }
        return unit.equals(FACTOR) ? times(value) : count(value) + " " + unit;
    }

    /**
     * A figure without its unit where that stands elsewhere; times keep theirs, as it may change with the size.
     *
     * @param value 0 or more
     * @param unit such as {@code ops/s}, {@code s} or {@code ns}
     * @return such as {@code 51.0 M}, {@code 1.20 s}
     */
    public static String bare(double value, String unit) {
        return List.of(TIMES).contains(unit) || unit.equals(FACTOR) ? withUnit(value, unit) : count(value);
    }

    /**
     * A figure as a mark of an axis has it.
     *
     * @param written as by the other methods
     * @return the same without noughts that say nothing: {@code 50 M}
     */
    public static String mark(String written) {
        return written.replaceFirst("\\.0+(?!\\d)|(\\.\\d*?[1-9])0+(?!\\d)", "$1");
    }

    /**
     * A number.
     *
     * @param value 0 or more
     * @return such as {@code 51.0 M} or {@code 0.12}
     */
    public static String count(double value) {
        int prefix = steps(value, 1000, LARGE.length);
        String digits = digits(value / Math.pow(1000, prefix));
        return prefix == 0 ? digits : digits + " " + LARGE[prefix];
    }

    /**
     * A time.
     *
     * @param nanos in nanoseconds, 0 or more
     * @return such as {@code 17.2 µs}
     */
    public static String nanos(double nanos) {
        int prefix = steps(nanos, 1000, TIMES.length);
        return digits(nanos / Math.pow(1000, prefix)) + " " + TIMES[prefix];
    }

    /**
     * An amount of memory.
     *
     * @param bytes 0 or more
     * @return such as {@code 21.6 MiB}
     */
    public static String bytes(double bytes) {
        int prefix = steps(bytes, 1024, BINARY.length);
        double scaled = bytes / Math.pow(1024, prefix);
        return (prefix == 0 ? String.format(Locale.ROOT, "%.0f", scaled) : digits(scaled)) + " " + BINARY[prefix];
    }

    /**
     * How many times as good.
     *
     * @param ratio 0 or more
     * @return such as {@code 1.85×}
     */
    public static String times(double ratio) {
        return ratio >= 99.95
                ? String.format(Locale.ROOT, "%.0f×", ratio)
                : ratio >= 9.995
                        ? String.format(Locale.ROOT, "%.1f×", ratio)
                        : ratio >= 0.0995 ? String.format(Locale.ROOT, "%.2f×", ratio) : digits(ratio) + "×";
    }

    /**
     * A part of a whole.
     *
     * @param part such as 0.17
     * @return such as {@code 17 %}
     */
    public static String percent(double part) {
        return String.format(Locale.ROOT, part < 0.0995 ? "%.1f %%" : "%.0f %%", part * 100);
    }

    /**
     * A number of threads.
     *
     * @param count from 1
     * @return such as {@code 1 thread} or {@code 2 threads}
     */
    public static String threads(int count) {
        return several(count, "thread");
    }

    /**
     * A number of things.
     *
     * @param count how many
     * @param what one of them is called
     * @return such as {@code 1 round} or {@code 5 rounds}
     */
    public static String several(long count, String what) {
        return count == 1 ? "1 " + what : count + " " + what + "s";
    }

    /** What rounds up to a thousand is shown with the next prefix. */
    private static int steps(double value, double base, int count) {
        double scaled = value;
        int steps = 0;
        while (scaled >= (base == 1000 ? 999.5 : base) && steps < count - 1) {
            scaled /= base;
            steps++;
        }
        return steps;
    }

    private static String digits(double value) {
        if (value == 0) {
            return "0";
        }
        if (value >= 999.5) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3));
        int decimals =
                3 - rounded.precision() + rounded.scale(); // what was rounded to fewer digits gets its noughts back
        return rounded.setScale(Math.max(0, decimals), RoundingMode.UNNECESSARY).toPlainString();
    }
}
