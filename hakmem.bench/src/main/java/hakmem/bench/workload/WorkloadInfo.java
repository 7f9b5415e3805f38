package hakmem.bench.workload;

import java.util.Set;

/**
 * What a workload is, for people and for those that run it. Immutable.
 *
 * @param name what users choose it by, lower-case
 * @param unit what its figure is counted in: {@code ops/s}, {@code ops/cpu-s}, {@code ms}, {@code ns}, {@code x}
 * @param description one line for people
 * @param traits what is special about it
 */
public record WorkloadInfo(String name, String unit, String description, Set<Trait> traits) {
    /** What may be special about a workload. */
    public enum Trait {
        /** It runs for so many seconds; without this it does so many operations, times the scale. */
        TIMED,
        /** Its figure is better if it is lower: times, and memory. */
        LOWER_IS_BETTER,
        /** Blocks are freed by threads that did not allocate them, which some allocators cannot do. */
        HANDS_OVER,
        /** It has one thread, or a number of its own. */
        FIXED_THREADS,
        /** It has a number of threads of its own, many of them; always together with {@link #FIXED_THREADS}. */
        OWN_THREADS,
        /** It is about memory over time, which is recorded. */
        WATCHES_MEMORY,
        /** Its memory must grow from nothing, or its figure says nothing: it is not warmed up. */
        STARTS_COLD,
        /** It is for pools alone, whose blocks are slabs. */
        POOLS_ONLY
    }

    /** Copies the set. */
    public WorkloadInfo {
        traits = Set.copyOf(traits);
    }

    /**
     * Describes a workload.
     *
     * @param name what users choose it by
     * @param unit of its figure
     * @param description one line
     * @param traits what is special
     * @return the description
     */
    static WorkloadInfo of(String name, String unit, String description, Trait... traits) {
        return new WorkloadInfo(name, unit, description, Set.of(traits));
    }

    /**
     * Whether something is special about it.
     *
     * @param trait what
     * @return true if it is
     */
    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /**
     * The direction of the figure.
     *
     * @return false for times and memory
     */
    public boolean higherIsBetter() {
        return !is(Trait.LOWER_IS_BETTER);
    }
}
