package hakmem.stress;

import hakmem.stress.WeakenedControl.SeenOn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;

/** One run of jcstress and what came of it. */
final class Run {
    private Run() {}

    /**
     * Runs the tests that the options select.
     *
     * @return a tally for each of them, also for those without a result
     */
    static Map<String, Tally> of(List<String> arguments) throws Exception {
        Options options = new Options(arguments.toArray(String[]::new));
        if (!options.parse()) {
            throw new IllegalArgumentException("jcstress does not know these options: " + arguments);
        }
        JCStress jcstress = new JCStress(options);
        Map<String, Tally> tallies = new TreeMap<>();
        for (String test : jcstress.getTests()) {
            tallies.put(test, new Tally(test, controlOf(test), 0, 0, List.of()));
        }
        try {
            jcstress.run();
        } catch (AssertionError e) {
            // Says which tests failed; the results say it too, and more.
            System.out.println(e.getMessage());
        }
        InProcessCollector results = new InProcessCollector();
        DiskReadCollector reader = new DiskReadCollector(options.getResultFile(), results);
        reader.dump();
        reader.close();
        for (TestResult result : results.getTestResults()) {
            tallies.merge(result.getName(), tallyOf(result), Tally::plus);
        }
        return tallies;
    }

    private static Tally tallyOf(TestResult result) {
        List<String> failures = new ArrayList<>();
        if (result.status() != Status.NORMAL) {
            failures.add(result.status() + " " + result.getMessages() + " " + result.getVmErr());
        }
        long faults = 0;
        for (GradingResult outcome : result.grading().gradingResults.values()) {
            if (outcome.expect == Expect.ACCEPTABLE_INTERESTING) {
                faults += outcome.count;
            } else if (outcome.expect != Expect.ACCEPTABLE && outcome.count > 0) {
                failures.add("\"%s\" %,d times: %s".formatted(outcome.id, outcome.count, outcome.description));
            }
        }
        if (failures.isEmpty() && !result.grading().isPassed) {
            failures.addAll(result.grading().failureMessages);
        }
        return new Tally(result.getName(), controlOf(result.getName()), result.getTotalCount(), faults, failures);
    }

    /** Where a control's fault must show; null if the class is no control. A test is named as its class is in the source. */
    static SeenOn controlOf(String test) {
        String name = test;
        while (true) {
            try {
                WeakenedControl control =
                        Class.forName(name, false, Run.class.getClassLoader()).getAnnotation(WeakenedControl.class);
                return control == null ? null : control.value();
            } catch (ClassNotFoundException e) {
                int dot = name.lastIndexOf('.');
                if (dot < 0) {
                    throw new IllegalStateException("no class for the test " + test, e);
                }
                name = name.substring(0, dot) + '$' + name.substring(dot + 1);
            }
        }
    }
}
