package hakmem.bench.torture;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** What all threads of a torture share: the allocator, the places where blocks change hands, and the first violation. */
final class Ground {
    private static final int SLOTS_PER_THREAD = 128;
    private static final int ARENAS = 16;

    final Allocator allocator;
    final TortureOptions options;

    /** Blocks wait here for whoever comes next. */
    final AtomicReferenceArray<Block> exchange;

    /** Shared arenas wait here for whoever comes next. */
    final AtomicReferenceArray<SharedArenaInUse> arenas = new AtomicReferenceArray<>(ARENAS);

    /** Blocks that are to be freed by a thread that does nothing else. */
    final Queue<Block> handedOver = new ConcurrentLinkedQueue<>();

    final LongAdder operations = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder hostile = new LongAdder();
    final LongAdder threads = new LongAdder();

    /** Those who took part in this round. */
    private final Queue<Player> players = new ConcurrentLinkedQueue<>();

    private final AtomicLong held = new AtomicLong();
    private final AtomicLong peakCommitted = new AtomicLong();
    private final AtomicReference<Failure> failure = new AtomicReference<>();

    /** The first violation, and who ran into it. */
    record Failure(Player player, Throwable cause) {}

    Ground(Allocator allocator, TortureOptions options) {
        this.allocator = allocator;
        this.options = options;
        this.exchange = new AtomicReferenceArray<>(SLOTS_PER_THREAD * (options.threads() + 4));
    }

    /** For a thread that begins. */
    void enter(Player player) {
        threads.increment();
        takePart(player);
    }

    /** For a thread that has been here before. */
    void takePart(Player player) {
        players.add(player);
    }

    /** Those who took part since it was asked for last. */
    Queue<Player> players() {
        return players;
    }

    /** Whether all threads should come to rest: there is a violation. */
    boolean isOver() {
        return failure.get() != null;
    }

    /**
     * Notes a violation, if it is the first.
     *
     * @param player who ran into it, or null
     * @param cause what was thrown
     */
    void fail(Player player, Throwable cause) {
        Throwable first = cause instanceof ExecutionException e ? e.getCause() : cause;
        failure.compareAndSet(null, new Failure(player, first));
    }

    Failure failure() {
        return failure.get();
    }

    /** Whether so much more may be asked for; if so it counts as held until {@link #drop}. */
    boolean tryHold(long byteSize) {
        long now = held.addAndGet(byteSize);
        if (now > options.liveBytes()) {
            held.addAndGet(-byteSize);
            return false;
        }
        return true;
    }

    void drop(long byteSize) {
        held.addAndGet(-byteSize);
    }

    long held() {
        return held.get();
    }

    /** Looks at the statistics, at any time. */
    AllocatorStats look() {
        AllocatorStats stats = allocator.stats();
        peakCommitted.accumulateAndGet(stats.committedBytes(), Math::max);
        if (stats.committedBytes() > options.limit()) {
            throw new TortureViolationException(
                    0, stats.committedBytes() + " bytes are committed, beyond the limit of " + options.limit());
        }
        if (stats.liveBytes() < 0 || stats.liveBlocks() < 0) {
            throw new TortureViolationException(0, "statistics are negative: " + stats);
        }
        return stats;
    }

    long peakCommitted() {
        return peakCommitted.get();
    }
}
