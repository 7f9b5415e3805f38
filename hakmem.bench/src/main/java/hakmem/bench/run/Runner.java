package hakmem.bench.run;

/** Runs measurements, one after the other. For one thread, except {@link #cancel()}. */
public interface Runner {
    /**
     * Runs one.
     *
     * @param spec what to measure
     * @return how it ended; problems of the allocator are in there
     * @throws InterruptedException if the calling thread was interrupted, or the measurement was ended from outside
     */
    RunResult run(RunSpec spec) throws InterruptedException;

    /** Ends a measurement that is under way, if that can be done; may be called from any thread. */
    default void cancel() {}
}
