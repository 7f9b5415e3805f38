package hakmem.bench.torture;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Everything at once: blocks of all sizes, arenas, trims and hostile calls, by threads of all kinds that hand their blocks to
 * one another; and in between, at rest, everything compared with what it must be. For one run, by one thread.
 *
 * <p>Each block is full of words that name it ({@link Pattern}) and is looked at whenever it is touched. A violation is reported
 * with the seed, the thread, what it did last, the address, and what other threads did there.
 */
public final class Torture {
    /** Every so many rounds everything is freed, and must go back. */
    private static final int ROUNDS_BETWEEN_CLEAN_STARTS = 4;

    private static final int LOOK_MILLIS = 20;

    private final Maker maker;
    private final boolean givesBack;
    private final TortureOptions options;

    /** Makes the allocators that are tortured. */
    @FunctionalInterface
    public interface Maker {
        /**
         * Makes one; it is closed by the torture.
         *
         * @param limit the most bytes committed at any time
         * @return a new allocator
         */
        Allocator make(long limit);
    }

    /**
     * Prepares a torture.
     *
     * @param maker of what is tortured
     * @param givesBack whether the memory source gives back what is decommitted
     * @param options what to do
     */
    public Torture(Maker maker, boolean givesBack, TortureOptions options) {
        this.maker = maker;
        this.givesBack = givesBack;
        this.options = options;
    }

    /**
     * Runs it.
     *
     * @param atRest is told what was found at each rest
     * @return what was found at the last rest, with nothing live any more
     * @throws TortureViolationException if the allocator did what it must not do, or does nothing any more; it is not closed
     *     then, for threads may be using it
     * @throws InterruptedException if the calling thread is interrupted; the threads end with their round
     */
    public TortureRest run(Consumer<TortureRest> atRest) throws InterruptedException {
        long begin = System.nanoTime();
        Allocator allocator = maker.make(options.limit());
        Ground ground = new Ground(allocator, options);
        Judge judge = new Judge(ground, givesBack);
        try (Cast cast = new Cast(ground, new SideAllocators(ground, maker))) {
            boolean more = true;
            TortureRest rest = null;
            for (int round = 1; more; round++) {
                await(ground, cast.play(round));
                more = System.nanoTime() - begin < options.duration().toNanos();
                boolean cleanStart = !more || round % ROUNDS_BETWEEN_CLEAN_STARTS == 0;
                judge(ground, judge, () -> {
                    judge.atRest(cast.residents());
                    if (cleanStart) {
                        judge.freeAll(cast.residents());
                    }
                });
                if (cleanStart) {
                    await(ground, cast.trim());
                    judge(ground, judge, judge::requireBase);
                }
                ground.players().clear();
                rest = rest(round, System.nanoTime() - begin, ground);
                atRest.accept(rest);
            }
            allocator.close();
            return rest;
        }
    }

    private static void judge(Ground ground, Judge judge, Runnable judgement) {
        ground.takePart(judge.player());
        try {
            judgement.run();
        } catch (RuntimeException | Error e) {
            ground.fail(judge.player(), e);
            throw new Report(ground).violation();
        }
    }

    private static TortureRest rest(int round, long nanos, Ground ground) {
        AllocatorStats stats = ground.look();
        return new TortureRest(
                round,
                nanos,
                ground.operations.sum(),
                ground.refused.sum(),
                ground.hostile.sum(),
                ground.threads.sum(),
                stats.liveBlocks(),
                stats.committedBytes(),
                ground.peakCommitted());
    }

    /** Looks at the statistics while the threads are at work, and at whether they are. */
    private void await(Ground ground, List<Future<?>> parts) throws InterruptedException {
        Patience patience = new Patience(ground);
        for (Future<?> part : parts) {
            while (!isDone(part)) {
                try {
                    ground.look();
                } catch (RuntimeException | Error e) {
                    ground.fail(null, e);
                }
                if (patience.isExhausted()) {
                    TortureViolationException hang = new Report(ground).hang();
                    ground.fail(null, hang);
                    throw hang;
                }
            }
        }
        if (ground.failure() != null) {
            throw new Report(ground).violation();
        }
    }

    private static boolean isDone(Future<?> part) throws InterruptedException {
        try {
            part.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // each part reports its own failures
        }
    }

    /** How long no operation may end. It counts looks, so that a process that was stopped for a while does not seem to hang. */
    private static final class Patience {
        private final Ground ground;
        private long looks;
        private long seen = -1;

        Patience(Ground ground) {
            this.ground = ground;
        }

        boolean isExhausted() {
            long operations = ground.operations.sum();
            looks = operations == seen ? looks + 1 : 0;
            seen = operations;
            return looks > ground.options.patience().toMillis() / LOOK_MILLIS;
        }
    }
}
