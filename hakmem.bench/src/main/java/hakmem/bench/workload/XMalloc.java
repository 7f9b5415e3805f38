package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.Parcels.Parcel;
import hakmem.bench.workload.WorkloadInfo.Trait;
import java.util.concurrent.atomic.LongAdder;

/**
 * Producers and consumers: every block is freed by a thread that allocates nothing. Half of the threads allocate batches of
 * blocks, fill them and put them in a bounded queue; the other half takes them out and frees them. After xmalloc-test by C.
 * Lever and D. Boreham, "malloc() Performance in a Multithreaded Linux Environment" (2000).
 */
final class XMalloc implements Workload {
    private static final int BATCH = 4096;
    private static final int SIZE = 64;
    private static final int QUEUED = 100;

    private static final WorkloadInfo INFO = WorkloadInfo.of(
            "xmalloc",
            "ops/s",
            "N producers allocate batches of 4096 blocks of 64 bytes, N consumers free them",
            Trait.TIMED,
            Trait.HANDS_OVER);

    @Override
    public WorkloadInfo info() {
        return INFO;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.timed(threads, 5, 0.1, SIZE, SIZE, BATCH);
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        int pairs = options.threads();
        int batches = QUEUED + 2 * pairs;
        Slots slots = Race.slots(peer, options, batches * BATCH, Touch.everything());
        Parcels parcels = new Parcels(batches, BATCH, QUEUED);
        LongAdder frees = new LongAdder();
        Stopwatch watch = Race.run(
                peer,
                2 * pairs,
                options.seconds(),
                (crew, i) -> i % 2 == 0
                        ? () -> produce(crew, slots, parcels)
                        : () -> frees.add(consume(crew, slots, parcels)));
        slots.freeAll(0, slots.count()); // what was on its way when they were stopped
        return watch.perSecond(frees.sum());
    }

    private static void produce(Crew crew, Slots slots, Parcels parcels) {
        for (Parcel batch = parcels.takeEmpty(crew); batch != null; batch = parcels.takeEmpty(crew)) {
            for (int slot = batch.from(); slot < batch.to(); slot++) {
                slots.allocate(slot, SIZE);
            }
            parcels.putFull(crew, batch);
        }
    }

    private static long consume(Crew crew, Slots slots, Parcels parcels) {
        long frees = 0;
        for (Parcel batch = parcels.takeFull(crew); batch != null; batch = parcels.takeFull(crew)) {
            slots.freeAll(batch.from(), batch.to());
            frees += BATCH;
            parcels.putEmpty(batch);
        }
        return frees;
    }
}
