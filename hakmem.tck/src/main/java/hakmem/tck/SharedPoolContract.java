package hakmem.tck;

/**
 * The tests every pool strategy must pass. A strategy's author extends this class, says which provider is meant, and runs it
 * with JUnit; {@code hakmem.tck}'s module description has an example.
 *
 * <p>What is tested: one thread's view ({@code SharedPoolBasics}, {@code SharedPoolRuns}); sources that refuse, break or take their time
 * ({@code SharedPoolFailures}); and random histories of several threads in which a ledger independent of the pool, and
 * marks in the memory, find slabs handed out twice, lost, or overlapping ({@code SharedPoolHistories}); and discards of memory that nobody uses, for strategies that know of them
 * ({@code SharedPoolDiscards}). After each test
 * the statistics must add up, trimmed memory be given back, and every slab be there.
 *
 * <p>A strategy may run out of metadata at any time ({@code METADATA_FULL}, counted in
 * {@link hakmem.api.PoolStats#capacityRefusals()}); tests that need more then are cut short.
 *
 * <p>Tests take a few seconds in all. Random ones say their seed when they fail; {@code -Dhakmem.tck.seed=N} repeats
 * one.
 */
public abstract class SharedPoolContract extends SharedPoolDiscards {
    /** For subclasses. */
    protected SharedPoolContract() {}
}
