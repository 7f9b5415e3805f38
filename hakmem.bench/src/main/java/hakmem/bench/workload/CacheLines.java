package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.peer.PeerFaultException;
import hakmem.bench.slots.RawMemory;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.WorkloadInfo.Trait;

/**
 * False sharing: each thread allocates one byte, writes and reads it many times, and frees it, a thousand times over. An allocator
 * that gives threads bytes of one cache line makes them wait for each other (thrash); so does one that gives a thread's block to it
 * again whose neighbours it gave to others, after the thread freed a block of another's (scratch). After the benchmarks of E.
 * Berger and others, "Hoard: A Scalable Memory Allocator for Multithreaded Applications" (2000).
 */
final class CacheLines implements Workload {
    private static final double REPETITIONS = 1000;
    private static final double ACCESSES = 2e6;

    private static final WorkloadInfo SCRATCH = WorkloadInfo.of(
            "cache-scratch",
            "ms",
            "threads free a byte the main thread allocated, then write to a byte of their own: passive false sharing",
            Trait.LOWER_IS_BETTER,
            Trait.HANDS_OVER);
    private static final WorkloadInfo THRASH = WorkloadInfo.of(
            "cache-thrash", "ms", "threads write to a byte of their own: active false sharing", Trait.LOWER_IS_BETTER);

    private final boolean gift;

    private CacheLines(boolean gift) {
        this.gift = gift;
    }

    static CacheLines scratch() {
        return new CacheLines(true);
    }

    static CacheLines thrash() {
        return new CacheLines(false);
    }

    @Override
    public WorkloadInfo info() {
        return gift ? SCRATCH : THRASH;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.counted(threads, 0.1, 1, 1, 1);
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        int threads = options.threads();
        int repetitions = options.scaled(REPETITIONS, 1);
        // At scales that leave one repetition, so that a smoke run is one.
        int accesses = (int) (ACCESSES / threads * Math.min(1, options.scale() * REPETITIONS));
        Slots slots = Race.slots(peer, options, threads, Touch.nothing());
        if (gift) {
            for (int slot = 0; slot < threads; slot++) {
                slots.allocate(slot, 1);
            }
        }
        boolean write = !options.verify();
        boolean check = write && peer.keepsContents();
        Stopwatch watch = Race.run(peer, threads, slot -> () -> {
            slots.free(slot);
            for (int i = 0; i < repetitions; i++) {
                slots.allocate(slot, 1);
                long address = slots.address(slot);
                use(address, accesses, write, check);
                slots.free(slot);
            }
        });
        return watch.millis((long) repetitions * threads);
    }

    /** Adds one so many times, or nothing if the byte must stay what it is. */
    private static void use(long address, int accesses, boolean write, boolean check) {
        int step = write ? 1 : 0;
        if (write) {
            RawMemory.putByte(address, (byte) 0);
        }
        for (int i = 0; i < accesses; i++) {
            RawMemory.putByteOpaque(address, (byte) (RawMemory.getByteOpaque(address) + step));
        }
        if (check && RawMemory.getByte(address) != (byte) accesses) {
            throw new PeerFaultException("a byte at 0x%x was counted up %d times and is %d"
                    .formatted(address, accesses, RawMemory.getByte(address)));
        }
    }
}
