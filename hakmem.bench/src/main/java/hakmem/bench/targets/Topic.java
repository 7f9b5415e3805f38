package hakmem.bench.targets;

/** What targets are about, in the order they are shown. */
public enum Topic {
    /** The main workload, against allocators that Java code can call. */
    LARSON("larson against the best peer callable from Java (./hakmem bench larson)"),
    /** The main workload, against C programs. */
    LARSON_IN_C("larson against C programs (./hakmem bench larson --native)"),
    /** All other workloads. */
    WORKLOADS("every other workload against the best peer callable from Java (./hakmem bench)"),
    /** Single operations. */
    OPERATIONS("malloc + free in a loop (./hakmem jmh Pair.raw$ -rf json)"),
    /** What arenas are for. */
    ARENAS("arenas and strlen against Arena.ofConfined (./hakmem bench arenas strlen)"),
    /** Single operations on a virtual thread. */
    VIRTUAL("malloc + free on a virtual thread (./hakmem jmh Pair.rawVirtual -rf json)"),
    /** What a second thread adds. */
    SCALING("larson, two threads against one (./hakmem bench larson --threads 1,2)"),
    /** What the lock-free pool is good for. */
    POOL("the pool without a lock against the one with a lock (./hakmem pool)"),
    /** Java objects made on the way. */
    GARBAGE("garbage on the raw path (./hakmem jmh Pair.raw$ -prof gc -rf json)"),
    /** Resident memory. */
    MEMORY("peak RSS against the leanest peer (./hakmem bench)"),
    /** State on the Java heap. */
    METADATA("metadata on the Java heap against committed memory (./hakmem metadata --json)"),
    /** The time to the first block. */
    START("time to the first block (./hakmem startup --json)");

    private final String description;

    Topic(String description) {
        this.description = description;
    }

    /**
     * For people, with the command that measures it.
     *
     * @return one line
     */
    public String description() {
        return description;
    }
}
