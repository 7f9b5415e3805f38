package hakmem.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import hakmem.api.OffHeapOutOfMemoryError;
import hakmem.fuzz.FaultySource.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every single call of the memory source fails once, in each of the ways there are, while a program runs: live blocks keep their
 * contents, the statistics add up, the same call works when it is made again, and in the end all memory has gone back.
 */
@Timeout(120)
class FaultInjectionTest {
    private static final long SEED = 20261123;

    @AfterEach
    void heal() {
        FaultySource.heal();
        assertThat(FaultySource.reservations())
                .as("reservations that were not closed")
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "recycling, REFUSES", "recycling, THROWS", "recycling, DIES",
        "fixed, REFUSES", "fixed, THROWS", "fixed, DIES",
        "locked, REFUSES", "locked, THROWS", "locked, DIES"
    })
    void eachCallFailsOnce(String pool, Fault fault) {
        System.out.println("seed " + SEED);
        Program program = program(new Random(SEED));
        FaultySource.follow(new Script(fault, 0, 0));
        int calls = run(pool, program);
        assertThat(calls).as("calls to fail").isGreaterThan(40);
        int struck = 0;
        // Each call for the default strategy, every third for the others, whose way to the source is the same.
        int step = pool.equals("recycling") ? 1 : 3;
        for (int call = 1; call <= calls; call += step) {
            FaultySource.follow(new Script(fault, call, call));
            try {
                run(pool, program);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("call %d of %d, %s: %s".formatted(call, calls, fault, e.getMessage()), e);
            }
            struck += FaultySource.struck();
        }
        assertThat(struck).as("failures, one for each call").isGreaterThanOrEqualTo(calls / step * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"recycling", "fixed", "locked"})
    void fromSomeCallOnAllAreRefusedUntilTheSourceHeals(String pool) {
        System.out.println("seed " + SEED);
        Program program = program(new Random(SEED));
        FaultySource.follow(new Script(Fault.REFUSES, 0, 0));
        int calls = run(pool, program);
        for (int call = 2; call <= calls; call += 12) {
            FaultySource.heal();
            try (Allocator allocator = open(pool);
                    Machine machine = Machine.overFaultySource(allocator)) {
                FaultySource.follow(new Script(Fault.REFUSES, call, Integer.MAX_VALUE));
                machine.runWhileSourceIsOut(program);
                FaultySource.heal();
                machine.run(program);
                machine.finish(true);
            }
        }
    }

    /** The calls it took. An allocator that cannot be made is made again. */
    private static int run(String pool, Program program) {
        Allocator made;
        try {
            made = open(pool);
        } catch (OffHeapOutOfMemoryError e) {
            made = open(pool); // the only call was refused
        } catch (RuntimeException | Error e) {
            assertThat(Fault.isCauseOf(e)).as(e.toString()).isTrue();
            made = open(pool);
        }
        Allocator allocator = made;
        try (Machine machine = Machine.overFaultySource(allocator)) {
            machine.run(program);
            machine.finish(true);
        }
        try {
            allocator.close();
        } catch (RuntimeException | Error e) {
            assertThat(Fault.isCauseOf(e)).as(e.toString()).isTrue();
            allocator.close();
        }
        return FaultySource.calls();
    }

    private static Allocator open(String pool) {
        return Hakmem.builder()
                .pool(pool)
                .memorySource(FaultySource.NAME)
                .limit(Subject.LIMIT)
                .build();
    }

    /** One that makes many calls of its memory source: large sizes, and much that is given back. */
    private static Program program(Random random) {
        List<Command> commands = new ArrayList<>();
        Operation[] operations = {
            Operation.MALLOC,
            Operation.CALLOC,
            Operation.ALIGNED_ALLOC,
            Operation.ALLOCATE,
            Operation.REALLOC,
            Operation.REALLOCATE,
            Operation.FREE,
            Operation.FREE_SEGMENT,
            Operation.OPEN_OR_CLOSE_ARENA,
            Operation.ALLOCATE_IN_ARENA,
            Operation.TRIM
        };
        By[] threads = {By.MAIN, By.MAIN, By.MAIN, By.OTHER, By.VIRTUAL};
        for (int i = 0; i < 150; i++) {
            long byteSize = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(2000);
                case 1 -> random.nextInt(64 << 10);
                case 2 -> random.nextInt(1 << 18);
                default -> (1 << 20) + random.nextInt(1 << 20);
            };
            commands.add(new Command(
                    threads[random.nextInt(threads.length)],
                    operations[random.nextInt(operations.length)],
                    random.nextInt(24),
                    byteSize,
                    random.nextInt(256)));
        }
        return new Program(commands);
    }
}
