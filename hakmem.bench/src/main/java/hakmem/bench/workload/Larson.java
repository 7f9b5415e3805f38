package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import java.util.Map;

/**
 * The server of P. Larson and M. Krishnan, "Memory Allocation for Long-Running Server Applications" (ISMM 1998): each thread
 * replaces blocks of random sizes in random slots, and is replaced itself after a while, by a thread that goes on with its
 * slots. Blocks thus are freed by other threads than allocated them, most of which have ended.
 *
 * <p>The main thread allocates all blocks, shuffles them over the threads, and replaces four times as many; only then the
 * clock starts. The figure is replacements per second of all threads together.
 */
public final class Larson implements Workload {
    /*
     * A thread looks whether it should stop once in BATCH replacements: one volatile read in a thousand operations does not
     * show. Threads are started within the timed part, as in the original: that is what the workload is about.
     */
    private static final int BATCH = 1000;
    private static final int OPERATIONS_PER_THREAD = 500_000;
    private static final int WARMING_ROUNDS = 4;

    private final int operationsPerThread;

    /** Makes the workload with the usual life of a thread, 500,000 replacements. */
    public Larson() {
        this(OPERATIONS_PER_THREAD);
    }

    Larson(int operationsPerThread) {
        this.operationsPerThread = operationsPerThread;
    }

    @Override
    public String name() {
        return "larson";
    }

    @Override
    public String unit() {
        return "ops/s";
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        int count = options.threads() * options.chunks();
        Slots slots = options.verify() ? Slots.verifying(peer, count, options.seed()) : Slots.of(peer, count);
        TableRandom random = new TableRandom(options.seed());
        fill(slots, random, options);
        slots.handOver(0, count);

        Crew crew = new Crew(peer::newThread);
        Lane[] lanes = new Lane[options.threads()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new Lane(crew, slots, i, options, new TableRandom(random.next()));
        }
        long begin = System.nanoTime();
        for (Lane lane : lanes) {
            crew.start(lane);
        }
        crew.await((long) (options.seconds() * 1e9));
        crew.stop();
        crew.join();
        long nanos = System.nanoTime() - begin;

        slots.takeOver(0, count);
        slots.freeAll(0, count);
        long operations = 0;
        for (Lane lane : lanes) {
            operations += lane.operations;
        }
        return new Outcome(operations * 1e9 / nanos, operations, nanos, Map.of("threadsStarted", crew.threads()));
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

        /** The life of one thread: take the slots over, work, hand them over to the next thread. */
        @Override
        public void run() {
            slots.takeOver(from, from + chunks);
            TableRandom own = new TableRandom(random);
            Below anySlot = new Below(chunks);
            Below anySize = new Below(sizes);
            long done = 0;
            while (done < operationsPerThread && !crew.isStopped()) {
                replaceBatch(own, anySlot, anySize);
                done += BATCH;
            }
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
