/**
 * The contract of pool strategies and of memory sources, as tests that others inherit.
 *
 * <p><b>Promises.</b> A strategy that passes {@link hakmem.tck.SharedPoolContract} hands out each slab to one taker at a time,
 * loses none, survives a source that refuses at any moment, and adds up. A source that passes
 * {@link hakmem.tck.MemorySourceContract} can be put under any strategy. Tests are bounded in time, and random ones say their
 * seed when they fail; {@code -Dhakmem.tck.seed=N} repeats one.
 *
 * <p><b>Needs.</b> JUnit 5, and the strategy or source to be tested. The package is open, for JUnit finds the tests by reflection.
 *
 * <p><b>Example.</b>
 * {@snippet :
 * class MyPoolTest extends SharedPoolContract {
 *     @Override
 *     protected SharedPoolProvider provider() {
 *         return new MyPoolProvider();
 *     }
 * }
 * }
 */
module hakmem.tck {
    requires transitive hakmem.sharedpool;
    requires transitive org.junit.jupiter.api;

    exports hakmem.tck;

    opens hakmem.tck;
}
