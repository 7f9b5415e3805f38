package hakmem.fuzz;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.api.DoubleFreeException;
import hakmem.api.Hakmem;
import hakmem.api.Hardening;
import hakmem.api.InvalidFreeException;
import hakmem.api.OffHeapOutOfMemoryError;
import hakmem.malloc.Validation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;

/**
 * A program for a JVM with a small heap: it fills the heap but for a few bytes, more of them at every round, and then has a new
 * allocator do what takes Java objects: slabs of new classes, SuperSlabs, runs, mappings, arenas, frees, trims. Whatever call
 * the {@link OutOfMemoryError} comes out of, nothing may be lost.
 */
final class HeapExhaustion {
    private static final MemorySegment ALL = Block.at(0, Long.MAX_VALUE);
    private static final long[] SIZES = {16, 100, 700, 3000, 30_000, 60_000, 100_000, 900_000, 1_100_000, 3_000_000};
    private static final int ROUNDS = 15;

    /** Small enough that hardly any object fits when the last of them did not. */
    private static final int CRUMB = 64;

    private final Allocator allocator;

    /** What is live; made in advance, for there may be no room for a list. */
    private final long[] addresses = new long[SIZES.length * 5];

    /** Whether a free of the block failed: it may have happened all the same. */
    private final boolean[] uncertain = new boolean[addresses.length];

    private int live;
    private int failures;
    private Arena arena;

    private HeapExhaustion(Allocator allocator) {
        this.allocator = allocator;
    }

    /** The heap's filling: a list whose latest elements are the smallest. */
    private static final class Ballast {
        private Node head;

        private record Node(Object bytes, Node next) {}

        void fill() {
            for (int size = 1 << 16; size >= CRUMB; ) {
                try {
                    head = new Node(new byte[size], head);
                } catch (OutOfMemoryError e) {
                    size /= 4;
                }
            }
        }

        void spare(int crumbs) {
            for (int i = 0; i < crumbs && head != null; i++) {
                head = head.next;
            }
        }
    }

    /**
     * Runs it.
     *
     * @param arguments the pool strategy, and what to see to, as the system property has it
     */
    public static void main(String[] arguments) {
        String pool = arguments[0];
        Set<Hardening> hardening = Hardening.parse(arguments[1]);
        round(pool, hardening, Integer.MAX_VALUE); // loads the classes
        int roundsWithFailure = 0;
        int failures = 0;
        for (int i = 0; i < ROUNDS; i++) {
            int failed = round(pool, hardening, i);
            failures += failed;
            roundsWithFailure += failed > 0 ? 1 : 0;
        }
        System.out.printf("OK %s: %d calls failed in %d of %d rounds%n", pool, failures, roundsWithFailure, ROUNDS);
    }

    private static int round(String pool, Set<Hardening> hardening, int crumbs) {
        try (Allocator allocator = Hakmem.builder()
                .pool(pool)
                .limit(Subject.LIMIT)
                .hardened(hardening)
                .build()) {
            HeapExhaustion exhaustion = new HeapExhaustion(allocator);
            Ballast ballast = new Ballast();
            if (crumbs < Integer.MAX_VALUE) {
                ballast.fill();
                ballast.spare(crumbs);
            }
            exhaustion.work();
            ballast.head = null;
            exhaustion.check();
            return exhaustion.failures;
        }
    }

    /** Makes no object itself, but for the segments it asks for. */
    private void work() {
        for (int pass = 0; pass < 4; pass++) {
            for (int i = 0; i < SIZES.length; i++) {
                allocate(SIZES[i], pass);
            }
            useArena();
            if (pass == 2) {
                trim();
            }
            for (int i = pass / 2; i < SIZES.length; i += 2) {
                resizeLatest(SIZES[i] + (SIZES[i] << (pass & 1)), pass);
            }
            for (int i = 0; i < 3; i++) {
                freeLatest();
            }
        }
    }

    private long allocated(long byteSize, int pass) {
        return switch (pass) {
            case 1 -> allocator.calloc(1, byteSize);
            case 2 -> allocator.allocate(byteSize, 8).address();
            default -> allocator.malloc(byteSize);
        };
    }

    private void allocate(long byteSize, int pass) {
        try {
            long address = allocated(byteSize, pass);
            ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, byteSize);
            uncertain[live] = false;
            addresses[live++] = address;
        } catch (OffHeapOutOfMemoryError e) {
            throw e; // there is memory
        } catch (OutOfMemoryError e) {
            failures++;
        }
    }

    /** A free that fails has happened, or has not; but not by half. */
    private void freeLatest() {
        if (live == 0) {
            return;
        }
        try {
            allocator.free(addresses[live - 1]);
            live--;
        } catch (OutOfMemoryError e) {
            uncertain[live - 1] = true;
            failures++;
        } catch (DoubleFreeException e) {
            require(uncertain[live - 1], "a live block is said to be freed");
            live--;
        }
    }

    /** A block that cannot be resized is as it was. What may be freed, and unmapped, is not looked at. */
    private void resizeLatest(long byteSize, int pass) {
        if (live == 0 || uncertain[live - 1]) {
            return;
        }
        long address = addresses[live - 1];
        long before = ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
        try {
            address = pass > 1
                    ? allocator
                            .reallocate(ALL.asSlice(address, before), byteSize)
                            .address()
                    : allocator.realloc(address, byteSize);
            addresses[live - 1] = address;
            require(ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address) == before, "contents are lost on the way");
            ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, byteSize);
        } catch (OffHeapOutOfMemoryError e) {
            throw e; // there is memory
        } catch (OutOfMemoryError e) {
            failures++;
        }
    }

    private void trim() {
        try {
            allocator.trim();
        } catch (OutOfMemoryError e) {
            failures++;
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by the next call, or at the end
    private void useArena() {
        try {
            if (arena == null) {
                arena = allocator.confinedArena();
            }
            arena.allocate(5000, 8);
            arena.allocate(1_500_000, 8);
            arena.close();
            arena = null;
        } catch (OutOfMemoryError e) {
            failures++;
        }
    }

    /** With the heap free again. */
    private void check() {
        if (arena != null && arena.scope().isAlive()) {
            arena.close();
        }
        dropFreed();
        for (int i = 0; i < live; i++) {
            long byteSize = ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, addresses[i]);
            require(allocator.usableSize(addresses[i]) >= byteSize, "a live block has lost its contents");
        }
        AllocatorStats stats = allocator.stats();
        require(stats.liveBlocks() == live, live + " blocks are live, after " + failures + " failures: " + stats);
        Validation.validate(allocator);
        for (long byteSize : SIZES) { // the next call works
            addresses[live++] = allocator.malloc(byteSize);
        }
        while (live > 0) {
            allocator.free(addresses[--live]);
        }
        allocator.trim();
        Validation.validate(allocator);
        require(allocator.stats().liveBlocks() == 0, "nothing is live any more");
        require(allocator.stats().committedBytes() == 0, "not all has gone back: " + allocator.stats());
    }

    private void dropFreed() {
        int kept = 0;
        for (int i = 0; i < live; i++) {
            if (!uncertain[i] || (isLive(addresses[i]) && !isHandedOutAgain(i))) {
                uncertain[kept] = uncertain[i];
                addresses[kept++] = addresses[i];
            }
        }
        live = kept;
    }

    /** A free that failed may have happened, and a later block may have its address. */
    private boolean isHandedOutAgain(int freed) {
        for (int i = freed + 1; i < live; i++) {
            if (addresses[i] == addresses[freed]) {
                return true;
            }
        }
        return false;
    }

    private boolean isLive(long address) {
        try {
            return allocator.usableSize(address) > 0;
        } catch (InvalidFreeException e) {
            return false;
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
