package hakmem.bench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maps figures to places on an axis, from 0 for its begin to 1 for its end. Immutable.
 *
 * @param from the figure at the begin
 * @param to the figure at the end, larger
 * @param isLogarithmic whether equal distances are equal factors
 * @param ticks the figures to mark
 */
record Scale(double from, double to, boolean isLogarithmic, List<Double> ticks) {
    private static final int MOST_TICKS = 9;

    /** A scale from 0 to a round figure that is not less than the largest one. */
    static Scale fromZero(double largest, int atMostTicks) {
        double step = step(largest <= 0 ? 1 : largest, atMostTicks);
        double end = Math.max(step, Math.ceil(largest / step - 1e-9) * step);
        List<Double> ticks = new ArrayList<>();
        for (int index = 0; index * step <= end * (1 + 1e-9); index++) {
            ticks.add(index * step);
        }
        return new Scale(0, end, false, ticks);
    }

    /** A scale from 0 that ends with the largest figure, for bars: nothing is marked. */
    static Scale bars(double largest) {
        return new Scale(0, largest <= 0 ? 1 : largest, false, List.of());
    }

    /** A scale of times for which 0 is the first moment. */
    static Scale time(double largest, int atMostTicks) {
        double end = largest <= 0 ? 1 : largest;
        double step = step(end, atMostTicks);
        List<Double> ticks = new ArrayList<>();
        for (int index = 0; index * step <= end; index++) {
            ticks.add(index * step);
        }
        return new Scale(0, end, false, ticks);
    }

    /**
     * A logarithmic scale.
     *
     * @param smallest above 0
     * @param largest not less
     */
    static Scale logarithmic(double smallest, double largest) {
        List<Double> all = new ArrayList<>();
        for (int decade = (int) Math.floor(Math.log10(smallest)); decade <= Math.ceil(Math.log10(largest)); decade++) {
            for (int digit : List.of(1, 2, 5)) {
                all.add(digit * Math.pow(10, decade));
            }
        }
        double from = all.stream()
                .filter(each -> each <= smallest * (1 + 1e-9))
                .max(Double::compare)
                .orElse(smallest);
        double to = all.stream()
                .filter(each -> each >= largest * (1 - 1e-9))
                .min(Double::compare)
                .orElse(largest);
        double end = to > from ? to : from * 10;
        List<Double> ticks =
                all.stream().filter(each -> each >= from && each <= end).toList();
        if (ticks.size() > MOST_TICKS) { // full decades are enough, and of many not each of them
            List<Double> decades = ticks.stream().filter(Scale::isPowerOfTen).toList();
            int every = Math.ceilDiv(decades.size(), MOST_TICKS);
            ticks = decades.stream()
                    .filter(each -> Math.floorMod(Math.round(Math.log10(each)), every) == 0)
                    .toList();
        }
        return new Scale(from, end, true, ticks);
    }

    /** A scale of numbers of threads, each of them marked. */
    static Scale threads(List<Integer> counts) {
        double from = counts.getFirst();
        double to = counts.getLast();
        return new Scale(
                from,
                to,
                to / from > 8,
                counts.stream().map(Integer::doubleValue).toList());
    }

    /** Where a figure is, from 0 to 1; figures beyond the ends are at the ends. */
    double place(double figure) {
        double place = isLogarithmic
                ? Math.log(Math.max(figure, from) / from) / Math.log(to / from)
                : (figure - from) / (to - from);
        return Math.clamp(place, 0, 1);
    }

    /** Where a figure is along the x axis of a chart. */
    String percent(double figure) {
        return percentOf(place(figure));
    }

    /** A part of the width of a chart. */
    static String percentOf(double part) {
        return String.format(Locale.ROOT, "%.2f%%", part * 100);
    }

    /** Where a figure is along the y axis of a chart, in pixels from the top. */
    double y(double figure, double height) {
        return (1 - place(figure)) * height;
    }

    /** A length in pixels. */
    static String pixels(double length) {
        String text = String.format(Locale.ROOT, "%.1f", length);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** The smallest of 1, 2, 5, 10, 20, … that needs no more ticks than wanted. */
    private static double step(double largest, int atMostTicks) {
        double step = Math.pow(10, Math.floor(Math.log10(largest / atMostTicks)));
        for (double factor : List.of(1.0, 2.0, 5.0)) {
            if (largest / (step * factor) <= atMostTicks) {
                return step * factor;
            }
        }
        return step * 10;
    }

    private static boolean isPowerOfTen(double figure) {
        double exponent = Math.log10(figure);
        return Math.abs(exponent - Math.rint(exponent)) < 1e-9;
    }
}
