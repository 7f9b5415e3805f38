package hakmem.bench.report;

import hakmem.bench.figure.Quantities;
import hakmem.bench.run.Comparison;
import hakmem.bench.run.RunResult;
import hakmem.bench.run.RunSpec;
import hakmem.bench.workload.Workloads;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a run is: as a bar on a terminal, otherwise with a line for each measurement. For one thread. */
public interface Progress extends Comparison.Listener, AutoCloseable {
    /**
     * Prints a line between, without spoiling the display.
     *
     * @param line the line
     */
    void log(String line);

    @Override
    default void baseLine(String workload, int threads, long peakRssBytes) {}

    @Override
    void close();

    /**
     * Shows nothing but what is logged.
     *
     * @param out where to
     * @return the display
     */
    static Progress silent(PrintStream out) {
        return new Progress() {
            @Override
            public void log(String line) {
                out.println(line);
            }

            @Override
            public void begin(RunSpec spec, int round) {}

            @Override
            public void end(RunSpec spec, int round, RunResult result) {}

            @Override
            public void close() {}
        };
    }

    /**
     * Prints a line for each measurement.
     *
     * @param out where to
     * @param rounds number of rounds
     * @return the display
     */
    static Progress lines(PrintStream out, int rounds) {
        return new Lines(out, rounds);
    }

    /**
     * Draws a bar.
     *
     * @param out a terminal
     * @param runs number of measurements
     * @return the display
     */
    static Progress bar(PrintStream out, int runs) {
        return new Bar(out, runs);
    }

    /** The end of a measurement in a few words. */
    private static String describe(RunSpec spec, RunResult result) {
        if (result.isMeasured()) {
            return Quantities.withUnit(
                    result.measurement().value(),
                    Workloads.find(spec.workload()).info().unit());
        }
        return result.skipped() != null ? "skipped: " + result.skipped() : "FAILED: " + result.failed();
    }

    /** One line for each measurement. */
    final class Lines implements Progress {
        private final PrintStream out;
        private final int rounds;

        private Lines(PrintStream out, int rounds) {
            this.out = out;
            this.rounds = rounds;
        }

        @Override
        public void log(String line) {
            out.println(line);
        }

        @Override
        public void begin(RunSpec spec, int round) {}

        @Override
        public void end(RunSpec spec, int round, RunResult result) {
            out.println("round %d/%d  %s  %s  %s  %s"
                    .formatted(
                            round,
                            rounds,
                            spec.workload(),
                            spec.allocator(),
                            Quantities.threads(spec.options().threads()),
                            describe(spec, result)));
        }

        @Override
        public void close() {}
    }

    /** A bar. Its width is fixed: asking the terminal takes native access for a library that has no other use for it. */
    final class Bar implements Progress {
        private static final int WIDTH = 79;
        private static final int INTERVAL_MILLIS = 250;

        private final PrintStream out;
        private final ProgressBar bar;

        private Bar(PrintStream out, int runs) {
            this.out = out;
            this.bar = ProgressBar.builder()
                    .setTaskName("measuring")
                    .setInitialMax(runs)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(INTERVAL_MILLIS)
                    .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
                    .build();
        }

        @Override
        public void log(String line) {
            out.println("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
        }

        @Override
        public void begin(RunSpec spec, int round) {
            bar.setExtraMessage(" " + spec.workload() + " " + spec.allocator() + " x"
                    + spec.options().threads());
        }

        @Override
        public void end(RunSpec spec, int round, RunResult result) {
            if (!result.isMeasured()) {
                log(spec.workload() + ", " + spec.allocator() + ": " + describe(spec, result));
            }
            bar.step();
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
