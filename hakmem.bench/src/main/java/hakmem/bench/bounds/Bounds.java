package hakmem.bench.bounds;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import hakmem.bench.bounds.MemoryScenarios.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs the scenarios, each on an allocator of its own, and compares what they leave committed with the bounds. */
public final class Bounds {
    /*
     * At rest, with nobody calling the allocator for longer than the decay, what is committed is at most
     *
     *   if every thread has ended:   live + SLACK
     *   if threads stay:             the most that was live + PER_HEAP * threads that stay + SLACK
     *
     * The heap of a thread that is alive is its own, and nobody else can take from it. It keeps a current slab for each of
     * its size classes, 8 slabs of others in which it freed, and if it only grew, 64 full slabs; if it lived on what it had, at most what was live in it at once.
     * Heaps of threads that ended, and the stripes at rest, are taken apart. With the threads ended, the trim leaves nothing but what is live.
     */
    /** A heap's share, in bytes: 64 full slabs, 8 of others, and a current one for each of 40 classes. */
    static final long PER_HEAP = (64 + 8 + 40) << 16;

    /**
     * The heap of the thread that runs the scenarios, and is alive: nothing of it is full, but each of its current slabs may
     * be the only one used in its SuperSlab.
     */
    private static final long SLACK = 40L << 21;

    /** The decay, and three rounds of the housekeeper. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(4);

    private static final long LIMIT = 64 << 20;

    private final long seed;
    private final boolean full;
    private final String strategy;

    /**
     * Makes a run.
     *
     * @param seed where random numbers start
     * @param full whether to run in full: ten thousand platform threads, a million virtual ones
     * @param strategy the pool strategy
     */
    public Bounds(long seed, boolean full, String strategy) {
        this.seed = seed;
        this.full = full;
        this.strategy = strategy;
    }

    /** What is done on an allocator. */
    @FunctionalInterface
    private interface Scenario {
        Rest run(Ledger ledger) throws InterruptedException;
    }

    /** What is done on an allocator, with a bound of its own. */
    @FunctionalInterface
    private interface Inquiry {
        Finding run(Ledger ledger) throws InterruptedException;
    }

    /**
     * Runs every scenario.
     *
     * @param report is told of each as soon as it has ended
     * @return whether all bounds were kept
     * @throws InterruptedException if the calling thread is interrupted
     */
    public boolean run(Consumer<BoundsResult> report) throws InterruptedException {
        List<BoundsResult> results = new ArrayList<>();
        Consumer<BoundsResult> both = result -> {
            results.add(result);
            report.accept(result);
        };
        both.accept(threads("platform threads", t -> t.platformThreads()));
        both.accept(threads("virtual threads", t -> t.virtualThreads()));
        both.accept(threads("pool grows, shrinks", t -> t.poolThatGrowsAndShrinks()));
        both.accept(threads("thread only frees", t -> t.threadThatOnlyFrees()));
        both.accept(threads("owners go idle", t -> t.ownersThatGoIdle()));
        both.accept(threads("threads die with slabs", t -> t.threadsThatDieHoldingSlabs()));
        MemoryScenarios memory = new MemoryScenarios(seed, full);
        both.accept(inquiry("limit under load", LIMIT, ledger -> memory.limit(ledger, LIMIT)));
        if (ProcessMemory.isKnown()) {
            both.accept(inquiry("alternating large", Long.MAX_VALUE, memory::alternatingLargeBlocks));
            both.accept(inquiry("freed goes back", Long.MAX_VALUE, memory::giveBack));
        }
        return results.stream().allMatch(BoundsResult::isKept);
    }

    /**
     * Measures what transparent huge pages do here.
     *
     * @return a line for each choice, or none where the system does not tell
     */
    public static List<String> hugePages() {
        return ProcessMemory.isKnown()
                ? HugePages.CHOICES.stream().map(HugePages::effectOf).toList()
                : List.of();
    }

    @FunctionalInterface
    private interface OfThreads {
        Rest run(ThreadScenarios scenarios) throws InterruptedException;
    }

    private BoundsResult threads(String name, OfThreads scenario) throws InterruptedException {
        return measure(
                name, Long.MAX_VALUE, ledger -> scenario.run(new ThreadScenarios(ledger, seed, full)), Optional::empty);
    }

    private BoundsResult inquiry(String name, long limit, Inquiry inquiry) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        return measure(
                name,
                limit,
                ledger -> {
                    findings.add(inquiry.run(ledger));
                    return Rest.none();
                },
                () -> Optional.of(findings.getFirst()));
    }

    private BoundsResult measure(String name, long limit, Scenario scenario, Supplier<Optional<Finding>> finding)
            throws InterruptedException {
        try (Allocator allocator = Hakmem.builder().pool(strategy).limit(limit).build()) {
            Ledger ledger = new Ledger(allocator);
            CommitWatch watch = new CommitWatch(allocator);
            Rest rest;
            try {
                rest = scenario.run(ledger);
            } finally {
                watch.stop();
            }
            long restBound =
                    rest.threads() == 0 ? ledger.live() + SLACK : ledger.peak() + rest.threads() * PER_HEAP + SLACK;
            long afterRest = await(allocator, ledger.live());
            rest.end();
            allocator.trim();
            long afterTrim = allocator.stats().committedBytes();
            long trimBound = ledger.live();
            Optional<Finding> found = finding.get();
            return new BoundsResult(
                    name,
                    ledger.peak(),
                    watch.peak(),
                    ledger.live(),
                    afterRest,
                    restBound,
                    afterTrim,
                    trimBound,
                    afterRest <= restBound
                            && afterTrim <= trimBound
                            && watch.peak() <= limit
                            && found.map(Finding::isKept).orElse(true),
                    found.map(Finding::remark).orElse(""));
        }
    }

    /** Waits until nothing more than live is committed, or the decay has passed for sure; it only asks for the figure. */
    private static long await(Allocator allocator, long live) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < REST_NANOS && allocator.stats().committedBytes() > live) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return allocator.stats().committedBytes();
    }
}
