package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.TimedSlots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.WorkloadInfo.Trait;

/** The buffers of a network server: 8192 live, of up to 64 KiB, replaced at random; a byte of each page is written. */
final class Buffers extends RandomReplacement {
    private static final int LIVE = 8192;
    private static final int LARGEST = 64 << 10;

    private static final WorkloadInfo THROUGHPUT = WorkloadInfo.of(
            "buffers", "ops/s", "a network server: random replacement of 8192 buffers of 0 to 64 KiB", Trait.TIMED);
    private static final WorkloadInfo LATENCY = WorkloadInfo.of(
            "buffers-latency",
            "ns",
            "buffers with a clock around every call: the 99.9th percentile of malloc and free",
            Trait.TIMED,
            Trait.LOWER_IS_BETTER);

    private final boolean timesCalls;

    private Buffers(boolean timesCalls) {
        super(Long.MAX_VALUE);
        this.timesCalls = timesCalls;
    }

    static Buffers throughput() {
        return new Buffers(false);
    }

    static Buffers latency() {
        return new Buffers(true);
    }

    @Override
    public WorkloadInfo info() {
        return timesCalls ? LATENCY : THROUGHPUT;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.timed(threads, 5, 0.1, 0, LARGEST, Math.max(1, LIVE / threads));
    }

    @Override
    Slots slots(Peer peer, int count, int threads) {
        return timesCalls ? new TimedSlots(peer, count, Touch.pages(), threads) : Slots.of(peer, count, Touch.pages());
    }
}
