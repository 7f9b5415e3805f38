package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.WorkloadInfo.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Memory that comes back to an owner who is not there: in each of ten phases a new thread allocates, hands its blocks over, and
 * from then on only waits. Others free half of them and allocate blocks of another size instead, and one that never allocates frees
 * all the rest. At the end of each phase nothing is live; an allocator that cannot use what an idle thread was given back needs ten
 * times as much.
 *
 * <p>The figure is how much resident memory grew at most, as a multiple of what was live at most; with an allocator that tells what
 * it has committed, that multiple is in the details.
 */
final class IdleOwner implements Workload {
    private static final int PHASES = 10;
    private static final double LIVE_BYTES = 128 << 20;

    /* At scales so small the JVM itself, not the allocator, is what grows. */
    private static final int LEAST_LIVE = 1 << 20;

    private static final int SMALLEST = 64;
    private static final int DOUBLINGS = 5;

    private static final WorkloadInfo INFO = WorkloadInfo.of(
            "idle-owner",
            "x",
            "a producer hands its blocks over and only waits, others free them and allocate; peak memory / peak live",
            Trait.LOWER_IS_BETTER,
            Trait.HANDS_OVER,
            Trait.WATCHES_MEMORY,
            Trait.STARTS_COLD);

    @Override
    public WorkloadInfo info() {
        return INFO;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.counted(threads, 0.5, SMALLEST, SMALLEST << DOUBLINGS, 1);
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        int live = options.scaled(LIVE_BYTES, LEAST_LIVE);
        Slots slots = Race.slots(peer, options, live / SMALLEST, Touch.ends());
        try (Staff staff = new Staff(peer, options.threads())) {
            Memory memory = new Memory(peer);
            Stopwatch watch = Stopwatch.start();
            long blocks = 0;
            for (int phase = 0; phase < PHASES; phase++) {
                int size = SMALLEST << (phase % DOUBLINGS);
                int other = size + size / 2;
                int count = live / size;
                int half = count / 2;
                staff.newProducer(() -> {
                    for (int slot = 0; slot < count; slot++) {
                        slots.allocate(slot, size);
                    }
                });
                memory.look((long) count * size);
                staff.consumers((index, of) -> {
                    // As many bytes as were freed: fewer blocks, as they are larger.
                    int from = half * index / of;
                    int to = half * (index + 1) / of;
                    slots.freeAll(from, to);
                    for (int slot = from; slot < from + (to - from) * 2 / 3; slot++) {
                        slots.allocate(slot, other);
                    }
                });
                memory.look(0);
                staff.freer(() -> slots.freeAll(0, count));
                memory.look(0);
                blocks += count + half * 2L / 3;
            }
            watch.stop();
            return memory.figures(watch.millis(blocks));
        }
    }

    /** What is resident and committed, above what was at the beginning. For one thread. */
    private static final class Memory {
        private final Peer peer;
        private final long begin = ResidentMemory.bytes();
        private long peakResident;
        private long peakCommitted = -1;
        private long peakLive;

        Memory(Peer peer) {
            this.peer = peer;
        }

        /** Looks, when so many bytes are known to be live, or fewer than before. */
        void look(long liveBytes) {
            peakLive = Math.max(peakLive, liveBytes);
            peakResident = Math.max(peakResident, ResidentMemory.bytes() - begin);
            OptionalLong committed = peer.committedBytes();
            peakCommitted = Math.max(peakCommitted, committed.orElse(-1));
        }

        Outcome figures(Outcome outcome) {
            Outcome found = outcome.withValue((double) peakResident / peakLive)
                    .with("peakLiveBytes", peakLive)
                    .with("peakResidentGrowthBytes", peakResident);
            return peakCommitted < 0
                    ? found
                    : found.with("peakCommittedBytes", peakCommitted)
                            .with("committedPerLive", (double) peakCommitted / peakLive);
        }
    }

    /** Part of the consumers' work. */
    @FunctionalInterface
    private interface Share {
        void run(int index, int of);
    }

    /** Threads that do what they are told, one task at a time, and otherwise wait. For one thread. */
    private static final class Staff implements AutoCloseable {
        private final Peer peer;
        private final List<ExecutorService> all = new ArrayList<>();
        private final List<ExecutorService> consumers = new ArrayList<>();
        private final ExecutorService freer;

        Staff(Peer peer, int consumers) {
            this.peer = peer;
            this.freer = hire();
            for (int i = 0; i < consumers; i++) {
                this.consumers.add(hire());
            }
        }

        private ExecutorService hire() {
            ExecutorService thread = Executors.newSingleThreadExecutor(peer::newThread);
            all.add(thread);
            return thread;
        }

        void newProducer(Runnable task) throws InterruptedException {
            await(List.of(hire().submit(task)));
        }

        void consumers(Share share) throws InterruptedException {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < consumers.size(); i++) {
                int index = i;
                futures.add(consumers.get(i).submit(() -> share.run(index, consumers.size())));
            }
            await(futures);
        }

        void freer(Runnable task) throws InterruptedException {
            await(List.of(freer.submit(task)));
        }

        private static void await(List<? extends Future<?>> futures) throws InterruptedException {
            for (Future<?> future : futures) {
                try {
                    future.get();
                } catch (ExecutionException e) {
                    switch (e.getCause()) {
                        case Error error -> throw error;
                        case RuntimeException exception -> throw exception;
                        default -> throw new IllegalStateException(e.getCause());
                    }
                }
            }
        }

        @Override
        public void close() {
            all.forEach(ExecutorService::close); // waits for the threads
        }
    }
}
