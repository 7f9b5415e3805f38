package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.peer.PeerFaultException;
import hakmem.bench.slots.Slots;
import hakmem.bench.workload.WorkloadInfo.Trait;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Arenas that live for a moment: three in each other, each with 1, 8 or 64 blocks. The numbers of blocks are measured one after
 * the other; the figure is the geometric mean of the times of one arena, which stand in the details.
 */
final class ArenaNesting implements Workload {
    static final int SMALLEST = 8;
    static final int LARGEST = 1024;

    private static final int[] COUNTS = {1, 8, 64};
    private static final int BATCH = 16;

    private static final WorkloadInfo INFO = WorkloadInfo.of(
            "arenas",
            "ns",
            "open an arena, allocate 1, 8 or 64 blocks of 8 to 1024 bytes, close it; nested to depth 3",
            Trait.TIMED,
            Trait.LOWER_IS_BETTER);

    @Override
    public WorkloadInfo info() {
        return INFO;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.timed(threads, 5, 0.1, SMALLEST, LARGEST, ArenaScopes.DEPTH * COUNTS[COUNTS.length - 1]);
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        EachOf each = new EachOf();
        for (int count : COUNTS) {
            Lane[] lanes = new Lane[options.threads()];
            Stopwatch watch = Race.run(
                    peer,
                    lanes.length,
                    options.seconds() / COUNTS.length,
                    (crew, i) -> lanes[i] = new Lane(crew, nesting(peer, options, count, i)));
            long arenas = 0;
            for (Lane lane : lanes) {
                arenas += lane.arenas;
            }
            each.add(count + "Blocks", watch, arenas, options.threads());
        }
        return each.geometricMean();
    }

    private static Runnable nesting(Peer peer, WorkloadOptions options, int count, int thread) {
        FastRandom random = FastRandom.of(options.seed(), thread);
        if (!options.verify()) {
            ArenaScopes scopes = ArenaScopes.of(peer, random, count);
            return scopes::nest;
        }
        if (peer.arenas().isPresent()) {
            Supplier<Arena> arenas = peer.arenas().get();
            return () -> verify(arenas, random, count, ArenaScopes.DEPTH);
        }
        Slots slots = Slots.verifying(peer, ArenaScopes.DEPTH * count, options.seed() + thread);
        return () -> {
            for (int slot = 0; slot < slots.count(); slot++) {
                slots.allocate(slot, size(random));
            }
            slots.freeAll(0, slots.count());
        };
    }

    private static int size(FastRandom random) {
        return SMALLEST + random.below(LARGEST - SMALLEST + 1);
    }

    /** An arena's blocks are zero at first, keep what is written while it is open, and are closed with it. */
    private static void verify(Supplier<Arena> arenas, FastRandom random, int count, int depth) {
        List<MemorySegment> blocks = new ArrayList<>();
        try (Arena arena = arenas.get()) {
            for (int i = 0; i < count; i++) {
                MemorySegment block = arena.allocate(size(random), Long.BYTES);
                check(block, (byte) 0);
                block.fill((byte) (depth * 64 + i + 1));
                blocks.add(block);
            }
            if (depth > 1) {
                verify(arenas, random, count, depth - 1);
            }
            for (int i = 0; i < count; i++) {
                check(blocks.get(i), (byte) (depth * 64 + i + 1));
            }
        }
        for (MemorySegment block : blocks) {
            if (block.scope().isAlive()) {
                throw new PeerFaultException("a block of an arena that was closed is still alive: " + block);
            }
        }
    }

    private static void check(MemorySegment block, byte expected) {
        for (long offset = 0; offset < block.byteSize(); offset++) {
            byte found = block.get(ValueLayout.JAVA_BYTE, offset);
            if (found != expected) {
                throw new PeerFaultException(
                        "in an arena's block of %d bytes at 0x%x stands %d instead of %d at offset %d"
                                .formatted(block.byteSize(), block.address(), found, expected, offset));
            }
        }
    }

    /** One thread. Its field belongs to it, and after its end to the thread that measures. */
    private static final class Lane implements Runnable {
        private final Crew crew;
        private final Runnable nesting;
        private long arenas;

        Lane(Crew crew, Runnable nesting) {
            this.crew = crew;
            this.nesting = nesting;
        }

        @Override
        public void run() {
            long done = 0;
            do {
                for (int i = 0; i < BATCH; i++) {
                    nesting.run();
                }
                done += BATCH * ArenaScopes.DEPTH;
            } while (!crew.isStopped());
            arenas = done;
        }
    }
}
