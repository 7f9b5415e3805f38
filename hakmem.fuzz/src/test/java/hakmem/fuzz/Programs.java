package hakmem.fuzz;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/**
 * Random programs. They shrink command by command to fewer of them, and those to smaller sizes, lower slots and the main
 * thread.
 */
final class Programs extends DomainContextBase {
    private static final int LONGEST = 150;

    /** A program. */
    @Provide
    Arbitrary<Program> programs() {
        return ofAtMost(LONGEST);
    }

    static Arbitrary<Program> ofAtMost(int length) {
        return commands().list().ofMaxSize(length).map(Program::new);
    }

    private static Arbitrary<Command> commands() {
        return Combinators.combine(
                        threads(),
                        operations(),
                        Arbitraries.integers().between(0, 23).withoutEdgeCases(),
                        byteSizes(),
                        Arbitraries.integers().between(0, 255).withoutEdgeCases())
                .as(Command::new);
    }

    private static Arbitrary<By> threads() {
        return Arbitraries.frequency(
                Tuple.of(12, By.MAIN), Tuple.of(4, By.OTHER), Tuple.of(1, By.PASSING), Tuple.of(2, By.VIRTUAL));
    }

    /** What makes and resizes blocks comes up more often than what gives back, so that there is something live. */
    private static Arbitrary<Operation> operations() {
        return Arbitraries.oneOf(
                Arbitraries.of(Operation.class),
                Arbitraries.of(
                        Operation.MALLOC,
                        Operation.CALLOC,
                        Operation.ALLOCATE,
                        Operation.ALIGNED_ALLOC,
                        Operation.REALLOC,
                        Operation.REALLOCATE,
                        Operation.FREE,
                        Operation.FREE_AGAIN));
    }

    /** Each way a size may go: small, up to a slab, a run, a mapping; and where the ways part. */
    private static Arbitrary<Long> byteSizes() {
        return Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.longs().between(0, 1024)),
                Tuple.of(4, Arbitraries.longs().between(0, 33 << 10)),
                Tuple.of(2, Arbitraries.longs().between(0, 1L << 20)),
                Tuple.of(1, Arbitraries.longs().between(0, Subject.LIMIT)),
                Tuple.of(1, Arbitraries.of(32L << 10, (32L << 10) + 1, 64L << 10, 1L << 20, (1L << 20) + 1, 2L << 20)));
    }
}
