package hakmem.bench.workload;

/** What changes with every number, with lines of its own before it; those behind it are {@link FastRandom}'s. */
abstract sealed class FastRandomState extends OwnLines permits FastRandom {
    long state;
}
