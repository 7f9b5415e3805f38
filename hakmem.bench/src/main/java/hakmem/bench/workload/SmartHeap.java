package hakmem.bench.workload;

import hakmem.bench.peer.Peer;
import hakmem.bench.slots.Slots;
import hakmem.bench.slots.Touch;
import hakmem.bench.workload.WorkloadInfo.Trait;
import java.util.stream.Stream;

/**
 * Mixed sizes and mixed order: threads fill an array with blocks of sizes that come round; whenever it is full they keep a fifth of
 * it, another one each time, free what lies below it first in, first out, and what lies above it last in, first out. After the
 * benchmarks of MicroQuill Software for their SmartHeap library.
 *
 * <p>{@code sh8} has more and larger sizes, and meanwhile blocks of 8 bytes from the main thread to free.
 */
final class SmartHeap implements Workload {
    /** How often a size is allocated before the next comes. */
    private record Run(int size, int count) {}

    private static final int SH6_CALLS = 10_000;
    private static final int SH6_LARGEST = 709;
    private static final int SH8_CALLS = 700_000;
    private static final int SH8_SLOTS = 1_000_000;
    private static final double SH8_GIFTS = 10e6;

    private static final Run[] SH8_RUNS = {
        new Run(8, 1000),
        new Run(16, 5000),
        new Run(48, 1000),
        new Run(72, 100),
        new Run(148, 100),
        new Run(200, 100),
        new Run(520, 10),
        new Run(1056, 5),
        new Run(4096, 3),
        new Run(9162, 1),
        new Run(34562, 1),
        new Run(168524, 1)
    };

    private static final WorkloadInfo SH6 = WorkloadInfo.of(
            "sh6",
            "ms",
            "1 to 709 bytes into an array; when it is full a fifth is kept, the rest freed in order and in reverse",
            Trait.LOWER_IS_BETTER);
    private static final WorkloadInfo SH8 = WorkloadInfo.of(
            "sh8",
            "ms",
            "the same with 8 to 168524 bytes, and 10 million blocks of 8 bytes from the main thread to free",
            Trait.LOWER_IS_BETTER,
            Trait.HANDS_OVER);

    private final boolean large;

    private SmartHeap(boolean large) {
        this.large = large;
    }

    static SmartHeap sh6() {
        return new SmartHeap(false);
    }

    static SmartHeap sh8() {
        return new SmartHeap(true);
    }

    @Override
    public WorkloadInfo info() {
        return large ? SH8 : SH6;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return large
                ? WorkloadOptions.counted(threads, 0.002, 8, 168_524, Math.max(5, SH8_SLOTS / threads))
                : WorkloadOptions.counted(threads, 0.05, 1, SH6_LARGEST, Math.max(5, SH6_CALLS / threads));
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        int threads = options.threads();
        int share = options.chunks();
        Slots slots = Race.slots(peer, options, threads * share, Touch.ends());
        int repetitions = options.scaled((double) (large ? SH8_CALLS : SH6_CALLS) / threads, 1);
        Run[] runs = large ? SH8_RUNS : sh6Runs();
        long blocks = 0;
        for (Run run : runs) {
            blocks += run.count;
        }
        Gifts gifts = large ? new Gifts(peer, options, options.scaled(SH8_GIFTS, 1)) : null;
        int givers = gifts == null ? 0 : 1;
        Stopwatch watch = Race.run(
                peer,
                threads + givers,
                (crew, i) -> i == threads
                        ? () -> gifts.give(crew)
                        : () -> work(crew, new MovingFifth(slots, i * share, share), repetitions, runs, gifts));
        return watch.millis(blocks * repetitions * threads + (gifts == null ? 0 : gifts.count()));
    }

    /** Each size, and after it its halves down to 1: 250 times if it is small, 50 times if not. */
    private static Run[] sh6Runs() {
        Stream.Builder<Run> runs = Stream.builder();
        for (int base = 1; base <= SH6_LARGEST; base = base * 3 / 2 + 1) {
            for (int size = base; size > 0; size /= 2) {
                runs.add(new Run(size, size < 100 ? 250 : 50));
            }
        }
        return runs.build().toArray(Run[]::new);
    }

    private static void work(Crew crew, MovingFifth blocks, int repetitions, Run[] runs, Gifts gifts) {
        for (int repetition = 0; repetition < repetitions; repetition++) {
            for (Run run : runs) {
                for (int i = 0; i < run.count; i++) {
                    blocks.add(run.size);
                }
                if (gifts != null) {
                    gifts.takeOne();
                }
            }
        }
        blocks.freeAll();
        if (gifts != null) {
            gifts.takeRest(crew);
        }
    }
}
