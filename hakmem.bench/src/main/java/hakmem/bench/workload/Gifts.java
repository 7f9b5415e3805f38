package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.Parcels.Parcel;
import java.util.concurrent.atomic.AtomicInteger;

/** Blocks of 8 bytes that one thread allocates and others free, a thousand at a time. Safe for use by several threads. */
final class Gifts {
    private static final int SIZE = 8;
    private static final int PARCEL = 1000;
    private static final int PARCELS = 64;

    private final Slots slots;
    private final int count;
    private final Parcels parcels = new Parcels(PARCELS, PARCEL, PARCELS);
    private final AtomicInteger taken = new AtomicInteger();

    /**
     * Makes it.
     *
     * @param peer where the blocks come from
     * @param options whether they are verified
     * @param blocks how many blocks at least; parcels are full
     */
    Gifts(Peer peer, WorkloadOptions options, int blocks) {
        this.slots = Race.slots(peer, options, PARCELS * PARCEL, Touch.everything());
        this.count = (blocks + PARCEL - 1) / PARCEL;
    }

    /** How many blocks there are in all. */
    long count() {
        return (long) count * PARCEL;
    }

    /** What the giver does: all there is to give. */
    void give(Crew crew) {
        for (int i = 0; i < count; i++) {
            Parcel parcel = parcels.takeEmpty(crew);
            if (parcel == null) {
                return;
            }
            for (int slot = parcel.from(); slot < parcel.to(); slot++) {
                slots.allocate(slot, SIZE);
            }
            parcels.putFull(crew, parcel);
        }
    }

    /** What a taker does now and then: frees a parcel, if there is one. */
    void takeOne() {
        Parcel parcel = parcels.pollFull();
        if (parcel != null) {
            slots.freeAll(parcel.from(), parcel.to());
            taken.incrementAndGet();
            parcels.putEmpty(parcel);
        }
    }

    /** What a taker does at the end: helps until all is freed. */
    void takeRest(Crew crew) {
        while (taken.get() < count && !crew.isStopped()) {
            takeOne();
            Thread.onSpinWait();
        }
    }
}
