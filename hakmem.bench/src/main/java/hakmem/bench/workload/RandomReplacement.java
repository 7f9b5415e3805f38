package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.TimedSlots;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * What {@link Larson} and {@link Buffers} have in common: each thread replaces blocks of random sizes in random slots of its
 * own; after so many it may be replaced itself, by a thread that goes on with its slots.
 *
 * <p>The main thread allocates all blocks, shuffles them over the threads, and replaces four times as many; only then the
 * clock starts. The figure is replacements per second of all threads together, or what {@link TimedSlots} found.
 */
abstract class RandomReplacement implements Workload {
    /*
     * A thread looks whether it should stop once in BATCH replacements: one volatile read in a thousand operations does not
     * show. Threads are started within the timed part, as in the original Larson: that is what the workload is about.
     */
    private static final int BATCH = 1000;
    private static final int WARMING_ROUNDS = 4;
    private static final double FIGURE_PERCENTILE = 99.9;

    private final long operationsPerThread;

    RandomReplacement(long operationsPerThread) {
        this.operationsPerThread = operationsPerThread;
    }

    /** The slots, all empty. */
    abstract Slots slots(Peer peer, int count, int threads);

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        int count = options.threads() * options.chunks();
        Slots plain = slots(peer, count, options.threads());
        Slots slots = options.verify() ? Slots.verifying(plain, peer, options.seed()) : plain;
        TableRandom random = new TableRandom(options.seed());
        fill(slots, random, options);
        slots.handOver(0, count);
        if (plain instanceof TimedSlots timed) {
            timed.reset();
        }

        Crew crew = new Crew(peer::newThread);
        Lane[] lanes = new Lane[options.threads()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new Lane(crew, slots, i, options, new TableRandom(random.next()));
        }
        CountDownLatch ready = new CountDownLatch(lanes.length);
        CountDownLatch go = new CountDownLatch(1);
        for (Lane lane : lanes) {
            crew.start(() -> lane.begin(ready, go));
        }
        ready.await();
        Stopwatch watch = Stopwatch.start();
        go.countDown();
        crew.await((long) (options.seconds() * 1e9));
        crew.stop();
        crew.join();
        watch.stop();

        Outcome outcome = outcome(watch, lanes, plain).with("threadsStarted", crew.threads());
        slots.takeOver(0, count);
        slots.freeAll(0, count);
        return outcome;
    }

    private static Outcome outcome(Stopwatch watch, Lane[] lanes, Slots slots) {
        long operations = 0;
        for (Lane lane : lanes) {
            operations += lane.operations;
        }
        Outcome outcome = watch.perSecond(operations);
        if (slots instanceof TimedSlots timed) {
            Map<String, Map<String, Long>> latency = timed.latency();
            return outcome.withValue((double) timed.percentile(FIGURE_PERCENTILE))
                    .withLatency(latency)
                    .with("clockNanos", TimedSlots.clockNanos());
        }
        return outcome;
    }

    private static void fill(Slots slots, TableRandom random, WorkloadOptions options) {
        int sizes = options.maximum() - options.minimum() + 1;
        int count = slots.count();
        for (int slot = 0; slot < count; slot++) {
            slots.allocate(slot, options.minimum() + random.next(sizes));
        }
        for (int slot = count - 1; slot > 0; slot--) {
            slots.swap(slot, random.next(slot + 1));
        }
        for (long i = 0; i < (long) WARMING_ROUNDS * count; i++) {
            slots.replace(random.next(count), options.minimum() + random.next(sizes));
        }
    }

    /** The slots of one thread and its successors. All fields belong to the one thread of the lane that runs. */
    private final class Lane implements Runnable {
        private final Crew crew;
        private final Slots slots;
        private final int from;
        private final int minimum;
        private final int chunks;
        private final int sizes;
        private TableRandom random;
        private long operations;

        Lane(Crew crew, Slots slots, int index, WorkloadOptions options, TableRandom random) {
            this.crew = crew;
            this.slots = slots;
            this.from = index * options.chunks();
            this.minimum = options.minimum();
            this.chunks = options.chunks();
            this.sizes = options.maximum() - options.minimum() + 1;
            this.random = random;
        }

        /** The life of the first thread: its blocks are its own before the clock starts. */
        void begin(CountDownLatch ready, CountDownLatch go) {
            try {
                slots.takeOver(from, from + chunks);
            } finally { // what it throws ends the run, which must not wait for it
                ready.countDown();
            }
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts the threads of a run", e);
            }
            work();
        }

        /** The life of another thread: take the slots over, work, hand them over to the next thread. */
        @Override
        public void run() {
            slots.takeOver(from, from + chunks);
            work();
        }

        private void work() {
            TableRandom own = new TableRandom(random);
            Below anySlot = new Below(chunks);
            Below anySize = new Below(sizes);
            long done = 0;
            do {
                replaceBatch(own, anySlot, anySize);
                done += BATCH;
            } while (done < operationsPerThread && !crew.isStopped());
            operations += done;
            random = own;
            slots.handOver(from, from + chunks);
            if (!crew.isStopped()) {
                crew.start(this);
            }
        }

        /** The measured loop. Everything it calls is inlined; it is a method of its own so that it is compiled once and early. */
        private void replaceBatch(TableRandom own, Below anySlot, Below anySize) {
            for (int i = 0; i < BATCH; i++) {
                slots.replace(from + anySlot.draw(own), minimum + anySize.draw(own));
            }
        }
    }
}
