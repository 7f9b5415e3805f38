package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.WorkloadInfo.Trait;

/**
 * Acquire and release, nothing else: each thread takes slots of its own at random, acquires a slab for a random size class
 * if the slot is empty, and releases the one that is there otherwise. So a thread holds half as many slabs as it has slots, and
 * the pool keeps about as many for the next to come. The figure is acquisitions and releases per second of all threads
 * together; the memory of the slabs is not touched, unless contents are verified.
 *
 * <p>Of the options, the sizes are the size classes, and the chunks the slots of a thread.
 */
public final class SlabTraffic implements Workload {
    /* How often a thread looks whether it should stop. */
    private static final int BATCH = 256;

    /** Size classes are numbered from the smallest size a workload may ask for. */
    public static final int FIRST_CLASS = 2;

    private static final WorkloadInfo INFO = WorkloadInfo.of(
            "pool",
            "ops/s",
            "a pool strategy alone: slabs acquired and released at random",
            Trait.TIMED,
            Trait.POOLS_ONLY);

    @Override
    public WorkloadInfo info() {
        return INFO;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.timed(threads, 5, 0.1, FIRST_CLASS, FIRST_CLASS + 7, 64);
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        int count = options.threads() * options.chunks();
        Slots slots = options.verify()
                ? Slots.verifying(peer, count, options.seed())
                : Slots.of(peer, count, Touch.nothing());
        TableRandom random = new TableRandom(options.seed());
        Crew crew = new Crew(peer::newThread);
        Lane[] lanes = new Lane[options.threads()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new Lane(crew, slots, i, options, new TableRandom(random.next()));
        }
        Stopwatch watch = Stopwatch.start();
        for (Lane lane : lanes) {
            crew.start(lane);
        }
        crew.await((long) (options.seconds() * 1e9));
        crew.stop();
        crew.join();
        watch.stop();
        slots.freeAll(0, count);
        long operations = 0;
        for (Lane lane : lanes) {
            operations += lane.operations;
        }
        return watch.perSecond(operations);
    }

    /** The slots of one thread. All fields belong to it, and after its end to the thread that measures. */
    private static final class Lane implements Runnable {
        private final Crew crew;
        private final Slots slots;
        private final int from;
        private final int firstClass;
        private final Below anySlot;
        private final Below anyClass;
        private final TableRandom random;
        private long operations;

        Lane(Crew crew, Slots slots, int index, WorkloadOptions options, TableRandom random) {
            this.crew = crew;
            this.slots = slots;
            this.from = index * options.chunks();
            this.firstClass = options.minimum();
            this.anySlot = new Below(options.chunks());
            this.anyClass = new Below(options.maximum() - options.minimum() + 1);
            this.random = random;
        }

        @Override
        public void run() {
            long done = 0;
            while (!crew.isStopped()) {
                batch();
                done += BATCH;
            }
            operations = done;
        }

        /** A method of its own, so that it is compiled once and early. */
        private void batch() {
            for (int i = 0; i < BATCH; i++) {
                int slot = from + anySlot.draw(random);
                if (slots.isEmpty(slot)) {
                    slots.allocate(slot, firstClass + anyClass.draw(random));
                } else {
                    slots.free(slot);
                }
            }
        }
    }
}
