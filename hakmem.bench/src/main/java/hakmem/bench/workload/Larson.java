package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.TimedSlots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.WorkloadInfo.Trait;

/**
 * The server of P. Larson and M. Krishnan, "Memory Allocation for Long-Running Server Applications" (ISMM 1998): each thread
 * replaces blocks of random sizes in random slots, and is replaced itself after a while, by a thread that goes on with its
 * slots. Blocks thus are freed by other threads than allocated them, most of which have ended.
 */
public final class Larson extends RandomReplacement {
    private static final long OPERATIONS_PER_THREAD = 500_000;

    private static final WorkloadInfo PLAIN = WorkloadInfo.of(
            "larson",
            "ops/s",
            "a server: random replacement of 8 to 999 bytes, threads replaced every 500,000 operations",
            Trait.TIMED);
    private static final WorkloadInfo SIZED = WorkloadInfo.of(
            "larson-sized", "ops/s", "larson, the size passed to free where the allocator can use it", Trait.TIMED);
    private static final WorkloadInfo LATENCY = WorkloadInfo.of(
            "larson-latency",
            "ns",
            "larson with a clock around every call: the 99.9th percentile of malloc and free",
            Trait.TIMED,
            Trait.LOWER_IS_BETTER);

    private enum Kind {
        PLAIN,
        SIZED,
        LATENCY
    }

    private final Kind kind;

    private Larson(Kind kind, long operationsPerThread) {
        super(operationsPerThread);
        this.kind = kind;
    }

    /** Makes the workload with the usual life of a thread, 500,000 replacements. */
    public Larson() {
        this(OPERATIONS_PER_THREAD);
    }

    Larson(long operationsPerThread) {
        this(Kind.PLAIN, operationsPerThread);
    }

    static Larson sized() {
        return new Larson(Kind.SIZED, OPERATIONS_PER_THREAD);
    }

    static Larson latency() {
        return new Larson(Kind.LATENCY, OPERATIONS_PER_THREAD);
    }

    @Override
    public WorkloadInfo info() {
        return switch (kind) {
            case PLAIN -> PLAIN;
            case SIZED -> SIZED;
            case LATENCY -> LATENCY;
        };
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.timed(threads, 5, 0.1, 8, 999, 5000);
    }

    @Override
    Slots slots(Peer peer, int count, int threads) {
        return switch (kind) {
            case PLAIN -> Slots.of(peer, count, Touch.twoBytes());
            case SIZED -> Slots.sized(peer, count, Touch.twoBytes());
            case LATENCY -> new TimedSlots(peer, count, Touch.twoBytes(), threads);
        };
    }
}
