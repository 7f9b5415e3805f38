package hakmem.stress;

import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs the tests and judges them: no test may see what is forbidden, and each weakened control must show its fault if this
 * machine can. Ends with 1 if that is not so. A machine with one processor, or too busy to give a short run its time, cannot
 * show that a control is blind; what is forbidden counts there too.
 *
 * <pre>
 *   --short    one JVM for each test, a fraction of a second each, for every build; a log instead of jcstress' output
 *   others     are options of jcstress; -h prints them
 * </pre>
 */
public final class Main {
    private static final String SHORT = "--short";
    private static final String LOG = "stress.log";

    /** Three times what a short run takes on a busy machine with two processors. */
    private static final int SHORT_SECONDS = 900;

    /** After so many seconds nothing is run again: a machine that busy shows no fault for want of time, which proves nothing. */
    private static final int PATIENCE_SECONDS = 300;

    /** Milliseconds for a test in a short run, and how often one that showed too little is run again, each time longer. */
    private static final int SHORT_MILLIS = 300;

    private static final int RETRIES = 3;
    private static final int RETRY_FACTOR = 5;

    /** A test that met less often than that has hardly been run. */
    private static final int FEW_SAMPLES = 1000;

    /**
     * What a short run gives jcstress, unless it is given otherwise. The compilers run with all optimisations from the
     * start: a test that lasts so short would else be interpreted.
     */
    private static final Map<String, String> SHORT_OPTIONS =
            Map.of("-m", "quick", "-sc", "false", "-f", "1", "-iters", "1", "-jvmArgs", "-XX:-TieredCompilation");

    /** Whether a short run ended before every control had all its time. */
    private static boolean patienceEnded;

    private Main() {}

    /**
     * Runs the tests.
     *
     * @param arguments as above
     * @throws Exception if jcstress fails
     */
    public static void main(String... arguments) throws Exception {
        List<String> given = new ArrayList<>(Arrays.asList(arguments));
        if (given.contains("-h") || given.contains("-l") || given.contains("-p")) {
            org.openjdk.jcstress.Main.main(arguments);
            return;
        }
        boolean isShort = given.remove(SHORT);
        PrintStream report = System.out;
        if (isShort) {
            Deadline.start(SHORT_SECONDS, LOG);
            System.setOut(new PrintStream(new FileOutputStream(LOG), true, StandardCharsets.UTF_8));
        }
        Map<String, Tally> tallies = isShort ? shortRun(given) : longRun(given);
        boolean conclusive = Runtime.getRuntime().availableProcessors() > 1 && !patienceEnded;
        tallies.values().forEach(tally -> report.println(tally.line(conclusive)));
        long bad = tallies.values().stream()
                .filter(tally -> isBad(tally, conclusive))
                .count();
        long controls =
                tallies.values().stream().filter(t -> t.control() != null).count();
        report.printf(
                "%s: %d tests, %d weakened controls, %d failed%s%n",
                bad == 0 && !tallies.isEmpty() ? "OK stress" : "FAILED stress",
                tallies.size() - controls,
                controls,
                bad,
                isShort ? "; all that jcstress says is in " + LOG : "");
        System.exit(bad == 0 && !tallies.isEmpty() ? 0 : 1);
    }

    private static Map<String, Tally> longRun(List<String> given) throws Exception {
        List<String> options = new ArrayList<>(given);
        if (!given.contains("-m")) {
            options.addAll(List.of("-m", "quick"));
        }
        return Run.of(options);
    }

    /**
     * What a control shows is luck in the end: one that showed nothing has more time, before that counts against it. So has a test
     * that was hardly run.
     */
    private static Map<String, Tally> shortRun(List<String> given) throws Exception {
        long begin = System.nanoTime();
        int millis = SHORT_MILLIS;
        Map<String, Tally> tallies = new TreeMap<>(Run.of(shortOptions(given, millis)));
        for (int i = 0; i < RETRIES; i++) {
            String again = tallies.values().stream()
                    .filter(tally -> tally.needsMore(FEW_SAMPLES))
                    .map(tally -> Pattern.quote(tally.test()))
                    .collect(Collectors.joining("|"));
            if (again.isEmpty()) {
                break;
            }
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                patienceEnded = true;
                break;
            }
            millis *= RETRY_FACTOR;
            Run.of(shortOptions(List.of("-t", "^(" + again + ")$"), millis))
                    .forEach((test, tally) -> tallies.merge(test, tally, Tally::plus));
        }
        return tallies;
    }

    private static List<String> shortOptions(List<String> given, int millis) {
        List<String> options = new ArrayList<>(given);
        Map<String, String> preset = new TreeMap<>(SHORT_OPTIONS);
        preset.put("-time", Integer.toString(millis));
        preset.forEach((option, value) -> {
            if (!given.contains(option)) {
                options.add(option);
                options.add(value);
            }
        });
        return options;
    }

    private static boolean isBad(Tally tally, boolean conclusive) {
        return tally.verdict() == Tally.Verdict.FAILED || (conclusive && tally.verdict() == Tally.Verdict.BLIND);
    }
}
