package hakmem.bench.bounds;

import hakmem.api.Allocator;
import hakmem.api.OffHeapOutOfMemoryError;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Limits, large blocks that come and go, and memory that is to go back to the system. For one thread. */
final class MemoryScenarios {
    /** Any page size: a byte in each is touched. */
    private static final long PAGE = 4096;

    private static final long MIB = 1 << 20;

    /** How long memory may take to go back after it was freed: the decay, and as much again, and a half. */
    private static final long GIVE_BACK_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** What may be left of what was freed: one part in so many. */
    private static final int LEFT_DIVISOR = 20;

    private static final int QUIET_ROUNDS = 10;

    private final long seed;
    private final boolean full;

    MemoryScenarios(long seed, boolean full) {
        this.seed = seed;
        this.full = full;
    }

    /**
     * What a scenario finds out besides what is committed.
     *
     * @param isKept whether its own bound was kept
     * @param remark its figure
     */
    record Finding(boolean isKept, String remark) {}

    /** Threads that want more than there may be, all the time. */
    Finding limit(Ledger ledger, long limit) throws InterruptedException {
        int rounds = full ? 20_000 : 2_000;
        long[] refused = new long[4];
        Rest.of(refused.length, number -> {
                    SplittableRandom random = new SplittableRandom(seed + number);
                    long[] blocks = new long[64];
                    for (int round = 0; round < rounds; round++) {
                        int i = random.nextInt(blocks.length);
                        if (blocks[i] != 0) {
                            ledger.give(blocks[i]);
                            blocks[i] = 0;
                        }
                        try {
                            blocks[i] = ledger.takeRandom(random, 23);
                        } catch (OffHeapOutOfMemoryError e) {
                            refused[number]++;
                        }
                    }
                    ledger.giveAll(blocks);
                })
                .end();
        long all = Arrays.stream(refused).sum();
        return new Finding(
                all > 0 && ledger.peak() <= limit,
                "%,d of %,d requests refused".formatted(all, (long) rounds * refused.length));
    }

    /** Blocks of 5 to 25 MiB, one after the other, every page touched: are pages faulted in each time? */
    Finding alternatingLargeBlocks(Ledger ledger) {
        long pages = 0;
        long faultsBefore = 0;
        for (int block = 0; block < 100; block++) {
            if (block == 10) {
                faultsBefore = ProcessMemory.minorFaults();
                pages = 0;
            }
            long byteSize = (5 + 5 * (block % 5)) * MIB;
            long address = ledger.take(byteSize);
            touch(ledger.allocator(), address, byteSize);
            pages += byteSize / PAGE;
            ledger.give(address);
        }
        long faults = ProcessMemory.minorFaults() - faultsBefore;
        return new Finding(
                faults <= pages / LEFT_DIVISOR,
                "%,d page faults for %,d pages touched in blocks of 5 to 25 MiB".formatted(faults, pages));
    }

    /** A GiB of blocks of all sizes, every page touched, then freed: is the resident memory back in time? */
    Finding giveBack(Ledger ledger) {
        long wanted = 1L << 30; // never less: what one heap keeps does not become less with it
        warmUp(ledger, wanted / 16);
        long[] blocks = new long[1 << 18];
        long before = awaitQuiet();
        int count = fill(ledger, blocks, wanted);
        long filled = ProcessMemory.residentBytes();
        for (int i = 0; i < count; i++) {
            ledger.give(blocks[i]);
        }
        long freed = System.nanoTime();
        long bound = before + wanted / LEFT_DIVISOR;
        while (ProcessMemory.residentBytes() > bound && System.nanoTime() - freed < GIVE_BACK_NANOS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        long after = ProcessMemory.residentBytes();
        return new Finding(
                after <= bound && filled - before >= wanted - wanted / LEFT_DIVISOR,
                String.format(
                        Locale.ROOT,
                        "resident %+d MiB with %d MiB in %,d blocks, %+d MiB %.1f s after they were freed (at most %+d)",
                        (filled - before) / MIB,
                        wanted / MIB,
                        count,
                        (after - before) / MIB,
                        (System.nanoTime() - freed) / 1e9,
                        (bound - before) / MIB));
    }

    /** What the Java heap does is not the allocator's: it is made small, and waited for. */
    private static long awaitQuiet() {
        System.gc();
        long resident = ProcessMemory.residentBytes();
        for (int unchanged = 0, rounds = 0; unchanged < QUIET_ROUNDS && rounds < 10 * QUIET_ROUNDS; rounds++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            long now = ProcessMemory.residentBytes();
            unchanged = Math.abs(now - resident) < MIB ? unchanged + 1 : 0;
            resident = now;
        }
        return resident;
    }

    /** Classes are loaded, code compiled, and tables made that are made once. */
    private void warmUp(Ledger ledger, long byteSize) {
        long[] blocks = new long[1 << 14];
        fill(ledger, blocks, byteSize);
        ledger.giveAll(blocks);
        ledger.allocator().trim();
    }

    private int fill(Ledger ledger, long[] blocks, long byteSize) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = 0;
        while (ledger.live() < byteSize && count < blocks.length) {
            long block = ledger.takeRandom(random, 22);
            touch(ledger.allocator(), block, ledger.allocator().usableSize(block));
            blocks[count++] = block;
        }
        return count;
    }

    /** Writes a byte to each page, through a segment of the block's own: a reallocation to its size, which stays in place. */
    static void touch(Allocator allocator, long address, long byteSize) {
        MemorySegment block = allocator.reallocate(MemorySegment.ofAddress(address), byteSize);
        for (long offset = 0; offset < byteSize; offset += PAGE) {
            block.set(ValueLayout.JAVA_BYTE, offset, (byte) 1);
        }
    }
}
