package hakmem.lincheck;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import hakmem.superslab.SuperSlab;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/** How much is looked at. */
public final class Checks {
    /** How many times more scenarios than usual, and schedules of those that are given. */
    private static final int TIMES = Integer.getInteger("hakmem.lincheck.times", 1);

    /** A hang that Lincheck's own bounds do not find ends with the JVM of the tests; a machine may pause for long. */
    private static final long NEVER_MILLIS = 3_600_000;

    /** A loop over the slots of a SuperSlab is no thread that waits for another. */
    private static final int LONGEST_LOOP = SuperSlab.SLABS + 8;

    /** Of each scenario made up. */
    private static final int SCHEDULES = 100;

    /** Of a scenario in which a race is looked for, and in which its broken variant must fail. */
    private static final int SCHEDULES_OF_A_RACE = 400;

    private static final int RUNS = 200;

    private static final String SLAB = "hakmem.superslab.Slab";

    private Checks() {}

    /** Scenarios made up by Lincheck. */
    public static void modelCheck(Class<?> operations, Class<?> specification, int scenarios) {
        modelChecking(operations, scenarios * TIMES)
                .sequentialSpecification(specification)
                .check(operations);
    }

    /** One scenario. */
    public static void modelCheck(Class<?> operations, Class<?> specification, Scenario scenario) {
        modelChecking(operations, 0)
                .invocationsPerIteration(SCHEDULES_OF_A_RACE * TIMES)
                .addCustomScenario(scenario.of(operations))
                .sequentialSpecification(specification)
                .check(operations);
    }

    /** The message must be what is wrong, for Lincheck reports its own troubles by the same exception. */
    public static void modelCheckFails(
            Class<?> operations, Class<?> specification, Scenario scenario, String... message) {
        assertThatExceptionOfType(LincheckAssertionError.class)
                .isThrownBy(() -> modelCheck(operations, specification, scenario))
                .withMessageContainingAll(message);
    }

    public static void stress(Class<?> operations, Class<?> specification, int scenarios) {
        sized(new StressOptions())
                .iterations(scenarios * TIMES)
                .invocationsPerIteration(RUNS)
                .sequentialSpecification(specification)
                .check(operations);
    }

    private static ModelCheckingOptions modelChecking(Class<?> operations, int scenarios) {
        ModelCheckingOptions options = sized(new ModelCheckingOptions())
                .iterations(scenarios)
                .invocationsPerIteration(SCHEDULES)
                .loopIterationsBeforeThreadSwitch(LONGEST_LOOP)
                .loopBound(10 * LONGEST_LOOP)
                // What is no protocol, or another one than the one looked at: see package-info.
                .addGuarantee(forClasses(
                                "hakmem.large.LargeErrors",
                                "hakmem.lincheck.Held",
                                "hakmem.sharedpool.locked.Holding",
                                "hakmem.sharedpool.staged.Count",
                                "hakmem.superslab.MemoryBudget",
                                "hakmem.superslab.Region",
                                "hakmem.superslab.SlotLedger",
                                "hakmem.superslab.SuperSlab",
                                "hakmem.tiny.FreeErrors",
                                "hakmem.tiny.Validation",
                                "hakmem.tiny.TinyStats")
                        .allMethods()
                        .ignore())
                .addGuarantee(forClasses("hakmem.sharedpool.staged.EmptyStacks")
                        .methods("sweep")
                        .ignore())
                .addGuarantee(
                        forClasses("hakmem.large.KeptRuns").methods("live").ignore())
                .addGuarantee(forClasses("hakmem.large.OneSlabRuns")
                        .methods("fill", "nothingIsLost")
                        .ignore())
                .addGuarantee(forClasses("hakmem.large.Runs")
                        .methods("census", "validate")
                        .ignore());
        if (InSlabWords.class.isAssignableFrom(operations)) {
            return options.addGuarantee(forClasses(SLAB)
                            .methods("word", "tryReclass", "tryEmpty")
                            .treatAsAtomic())
                    .addGuarantee(forClasses("hakmem.sharedpool.GuardedPool")
                            .allMethods()
                            .treatAsAtomic());
        }
        return options.addGuarantee(forClasses(SLAB).allMethods().ignore());
    }

    private static <O extends Options<O, ?>> O sized(O options) {
        return options.threads(2)
                .actorsBefore(2)
                .actorsPerThread(2)
                .actorsAfter(1)
                .minimizeFailedScenario(false)
                .invocationTimeout$lincheck(NEVER_MILLIS);
    }
}
