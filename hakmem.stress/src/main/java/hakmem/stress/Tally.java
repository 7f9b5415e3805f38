package hakmem.stress;

import hakmem.stress.WeakenedControl.SeenOn;
import java.util.ArrayList;
import java.util.List;

/**
 * What was seen of one test, in all the JVMs it ran in.
 *
 * @param test its name
 * @param control where its fault must show if it is a weakened control, else null
 * @param samples how often its actors met
 * @param faults how often a control's fault was seen
 * @param failures outcomes that are forbidden, and errors
 */
record Tally(String test, SeenOn control, long samples, long faults, List<String> failures) {
    /** What a run makes of it. */
    enum Verdict {
        /** A test that saw nothing forbidden, or a control whose fault was seen. */
        OK,
        /** A control whose fault was not seen, and need not be on this machine. */
        NOT_SEEN,
        /** A control that did not show its fault, though it can be seen here: the test beside it may be blind. */
        BLIND,
        /** Something forbidden was seen, or the test did not run. */
        FAILED
    }

    Tally {
        failures = List.copyOf(failures);
    }

    Verdict verdict() {
        if (!failures.isEmpty() || samples == 0) {
            return Verdict.FAILED;
        }
        if (control == null || faults > 0) {
            return Verdict.OK;
        }
        return control == SeenOn.X86 ? Verdict.BLIND : Verdict.NOT_SEEN;
    }

    /**
     * Whether another, longer run could change the verdict, or make it worth more.
     *
     * @param few fewer samples than that prove nothing
     */
    boolean needsMore(long few) {
        return failures.isEmpty() && (verdict() == Verdict.BLIND || samples < few);
    }

    /** Both taken together, of the same test. */
    Tally plus(Tally other) {
        List<String> all = new ArrayList<>(failures);
        all.addAll(other.failures);
        return new Tally(test, control, samples + other.samples, faults + other.faults, all);
    }

    /**
     * One line of the report.
     *
     * @param conclusive whether a control that showed nothing had the time and the machine it needs
     */
    String line(boolean conclusive) {
        String what = switch (verdict()) {
            case OK -> control == null ? "ok" : "ok, fault seen %,d times".formatted(faults);
            case NOT_SEEN -> "fault not seen: needs a machine with weaker ordering";
            case BLIND ->
                conclusive
                        ? "FAILED: a weakened control whose fault was not seen"
                        : "fault not seen: one processor, or too busy";
            case FAILED -> "FAILED: " + (samples == 0 ? "did not run " : "") + String.join("; ", failures);
        };
        return "%-68s %,14d samples  %s".formatted(test, samples, what);
    }
}
