package hakmem.bench.report;

import java.util.Locale;

/** Figures as people read them. */
final class Units {
    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final String[] COUNTS = {"", " k", " M", " G"};

    private Units() {}

    /** Bytes with a binary unit: {@code 2.0 MiB}. */
    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < BYTES.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, BYTES[unit]);
    }

    /** A rate with three digits or four, and a decimal unit: {@code 48.31 M}. */
    static String rate(double value) {
        double scaled = value;
        int unit = 0;
        while (scaled >= 1000 && unit < COUNTS.length - 1) {
            scaled /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f%s", scaled, COUNTS[unit]);
    }

    /** A part of a whole: {@code 3.1 %}. */
    static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", part * 100);
    }

    /** Threads, with their number. */
    static String threads(int count) {
        return count == 1 ? "1 thread" : count + " threads";
    }
}
