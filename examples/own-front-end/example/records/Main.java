package example.records;

import hakmem.sharedpool.GuardedPool;
import hakmem.sharedpool.SharedPools;
import hakmem.superslab.MemoryBudget;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several threads, each with a record pool of its own size, on one pool of slabs; with each strategy named. */
final class Main {
    private static final int THREADS = 4;
    private static final int OPERATIONS = 50_000;
    private static final long SEED = 2026;

    private Main() {}

    public static void main(String[] args) throws Exception {
        for (String strategy : args) {
            MemoryBudget budget = new MemoryBudget(64L << 20);
            try (Region region = Region.reserve(MemorySources.open(Optional.empty()), 256 << 20, budget);
                    GuardedPool pool = SharedPools.open(strategy, region)) {
                wrongRecordsAreRefused(pool);
                manyThreadsOnOnePool(pool);
                pool.trim(0);
                long committed = budget.committed();
                require(committed == 0 || !region.source().givesBack(), committed + " bytes are still committed");
                System.out.println("OK " + pool.strategy() + ": " + pool.stats());
            }
        }
    }

    private static void wrongRecordsAreRefused(GuardedPool pool) throws MemoryRefusedException {
        try (RecordPool records = new RecordPool(pool, 100)) {
            MemorySegment record = records.take();
            MemorySegment other = records.take();
            require(other.address() != record.address(), "records are distinct");
            records.giveBack(record);
            refused(() -> records.giveBack(record), "a record given back twice");
            refused(() -> records.giveBack(other.asSlice(1)), "an address inside a record");
            refused(() -> records.giveBack(MemorySegment.ofAddress(16)), "an address outside of the region");
            records.giveBack(other);
            require(records.slabs() == 0, "the slab went back with its last record");
        }
    }

    private static void manyThreadsOnOnePool(GuardedPool pool) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Void>> results = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                results.add(executor.submit(() -> {
                    replaceAtRandom(pool, 24 << number, number + 1L);
                    return null;
                }));
            }
            for (Future<Void> result : results) {
                result.get();
            }
        }
        long superSlabs = pool.region().budget().committed() / SuperSlab.BYTES;
        require(superSlabs >= 1, "there are SuperSlabs");
    }

    /** Each record carries who wrote it and where it is: two threads with one slab would overwrite each other's. */
    private static void replaceAtRandom(GuardedPool pool, int recordSize, long owner) throws MemoryRefusedException {
        Random random = new Random(SEED + owner);
        MemorySegment[] live = new MemorySegment[8000];
        try (RecordPool records = new RecordPool(pool, recordSize)) {
            for (int i = 0; i < OPERATIONS; i++) {
                int slot = random.nextInt(live.length);
                if (live[slot] != null) {
                    check(live[slot], owner);
                    records.giveBack(live[slot]);
                }
                MemorySegment record = records.take();
                record.set(ValueLayout.JAVA_LONG, 0, owner);
                record.set(ValueLayout.JAVA_LONG, recordSize - 8L, record.address());
                live[slot] = record;
            }
            for (MemorySegment record : live) {
                if (record != null) {
                    check(record, owner);
                    records.giveBack(record);
                }
            }
            require(records.slabs() == 0, "all slabs went back");
        }
    }

    private static void check(MemorySegment record, long owner) {
        require(record.get(ValueLayout.JAVA_LONG, 0) == owner, "the record is still thread " + owner + "'s");
        require(
                record.get(ValueLayout.JAVA_LONG, record.byteSize() - 8) == record.address(),
                "the record's end is whole");
    }

    private static void refused(Runnable wrong, String what) {
        try {
            wrong.run();
        } catch (IllegalArgumentException expected) {
            return;
        }
        throw new AssertionError(what + " was accepted");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
