package hakmem.bench.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of all kinds, and what each kind does in a round. Those that stay have an executor of one thread each, so that
 * between the rounds they are alive and idle; the others are led by a thread that ends with the round.
 */
final class Cast implements AutoCloseable {
    private static final int OWN_BLOCKS = 1000;
    private static final int POOL_THREADS = 12;

    private final Ground ground;
    private final SideAllocators sides;
    private final List<ExecutorService> staying = new ArrayList<>();
    private final List<Player> residents = new ArrayList<>();
    private final ExecutorService idle = single("torture-idle");

    Cast(Ground ground, SideAllocators sides) {
        this.ground = ground;
        this.sides = sides;
        if (ground.options.kinds().contains(Kind.STAYING)) {
            for (int i = 0; i < ground.options.threads(); i++) {
                String name = "torture-staying-" + i;
                staying.add(single(name));
                residents.add(new Player(ground, Player.number(Kind.STAYING, i), name, 0, OWN_BLOCKS));
            }
        }
    }

    /** Those that hold blocks from one round to the next; to be looked at when no round is played. */
    List<Player> residents() {
        return residents;
    }

    /** Begins a round. When all that is returned is done, everyone is at rest. */
    List<Future<?>> play(int round) {
        List<Future<?>> parts = new ArrayList<>();
        for (int i = 0; i < staying.size(); i++) {
            Player player = residents.get(i);
            ground.takePart(player);
            parts.add(staying.get(i).submit(guarded(player, () -> steps(player, ground.options.operations()))));
        }
        int operations = ground.options.operations();
        for (Kind kind : ground.options.kinds()) {
            switch (kind) {
                case STAYING -> {}
                case SHORT_LIVED -> parts.add(lead(kind, round, leader -> shortLived(round, operations / 200)));
                case VIRTUAL -> parts.add(lead(kind, round, leader -> virtual(round, operations / 100)));
                case POOLED -> parts.add(lead(kind, round, leader -> pooled(round, operations / 100)));
                case FREEING -> parts.add(lead(kind, round, leader -> freeing(leader, operations)));
                case IDLE -> {
                    Player player = player(Kind.IDLE, 0, round);
                    parts.add(idle.submit(guarded(player, () -> burst(player, operations / 4))));
                }
                case CLOSING -> parts.add(lead(kind, round, leader -> closing(leader, 1 + operations / 5000)));
            }
        }
        return parts;
    }

    /** Has each thread that stays give back what its heap keeps in stock, which no other thread may touch. */
    List<Future<?>> trim() {
        List<Future<?>> parts = new ArrayList<>();
        for (int i = 0; i < staying.size(); i++) {
            parts.add(staying.get(i).submit(guarded(residents.get(i), ground.allocator::trim)));
        }
        parts.add(idle.submit(guarded(null, ground.allocator::trim)));
        return parts;
    }

    private void steps(Player player, int count) {
        for (int i = 0; i < count && !ground.isOver(); i++) {
            player.step();
        }
    }

    private void shortLived(int round, int threads) throws InterruptedException, ExecutionException {
        for (int i = 1; i <= threads && !ground.isOver(); i++) {
            Player player = player(Kind.SHORT_LIVED, i, round);
            start(Thread.ofPlatform().daemon().name(player.name).factory(), player, 50)
                    .get();
        }
    }

    private void virtual(int round, int threads) throws InterruptedException, ExecutionException {
        List<Future<?>> parts = new ArrayList<>();
        for (int i = 1; i <= threads; i++) {
            Player player = player(Kind.VIRTUAL, i, round);
            parts.add(start(Thread.ofVirtual().name(player.name).factory(), player, 20));
        }
        for (Future<?> part : parts) {
            part.get();
        }
    }

    private Future<?> start(ThreadFactory factory, Player player, int steps) {
        FutureTask<Void> task = new FutureTask<>(guarded(player, () -> {
            for (int i = 0; i < steps && !ground.isOver(); i++) {
                player.step();
                if (Thread.currentThread().isVirtual()) {
                    LockSupport.parkNanos(1); // others get its carrier, and it another
                }
            }
        }));
        factory.newThread(task).start();
        return task;
    }

    /** Grows to its full size, shrinks to one thread, and grows again. */
    private void pooled(int round, int tasks) throws InterruptedException, ExecutionException {
        try (ThreadPoolExecutor pool = new ThreadPoolExecutor(
                POOL_THREADS,
                POOL_THREADS,
                1,
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                daemons("torture-pooled"))) {
            pool.allowCoreThreadTimeOut(true);
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 1; i <= tasks && !ground.isOver(); i++) {
                Player player = player(Kind.POOLED, i, round);
                pool.setCorePoolSize(i / 20 % 2 == 0 ? POOL_THREADS : 1);
                parts.add(pool.submit(guarded(player, () -> steps(player, 20))));
                if (i % 20 == 0) {
                    for (Future<?> part : parts) {
                        part.get();
                    }
                    parts.clear();
                }
            }
            for (Future<?> part : parts) {
                part.get();
            }
        }
    }

    private void freeing(Player player, int count) {
        for (int i = 0; i < count && !ground.isOver(); i++) {
            Block block = i % 4 > 0
                    ? ground.handedOver.poll()
                    : ground.exchange.getAndSet(player.random.nextInt(ground.exchange.length()), null);
            if (block != null) {
                player.blocks().free(block);
            }
        }
    }

    private void burst(Player player, int count) {
        for (int i = 0; i < count && !ground.isOver(); i++) {
            Block block = player.blocks().allocate(player.random.nextInt(2000));
            if (block != null) {
                ground.handedOver.add(block);
            }
        }
    }

    private void closing(Player player, int count) throws InterruptedException, ExecutionException {
        for (int i = 0; i < count && !ground.isOver(); i++) {
            sides.openAndClose(player);
        }
    }

    /** What a kind of threads does in a round, told by a thread of its own. */
    @FunctionalInterface
    private interface Part {
        void play(Player leader) throws InterruptedException, ExecutionException;
    }

    private Future<?> lead(Kind kind, int round, Part part) {
        Player leader = player(kind, 0, round);
        FutureTask<Void> task = new FutureTask<>(guarded(leader, () -> part.play(leader)));
        Thread.ofPlatform().daemon().name(leader.name).start(task);
        return task;
    }

    private Player player(Kind kind, int index, int round) {
        int number = Player.number(kind, index);
        return new Player(ground, number, "torture-%s-%d".formatted(kind, index), round, 0);
    }

    @FunctionalInterface
    private interface Body {
        void run() throws Exception;
    }

    /** Whatever goes wrong in the thread is what the torture was looking for. */
    private Callable<Void> guarded(Player player, Body body) {
        return () -> {
            try {
                body.run();
            } catch (Throwable e) { // an Error of the allocator as well
                ground.fail(player, e);
            }
            return null;
        };
    }

    private static ExecutorService single(String name) {
        return Executors.newSingleThreadExecutor(daemons(name));
    }

    private static ThreadFactory daemons(String name) {
        return Thread.ofPlatform().daemon().name(name).factory();
    }

    /** Lets the threads go that stay; those that hang are left behind, which is why all are daemons. */
    @Override
    public void close() {
        staying.forEach(ExecutorService::shutdownNow);
        idle.shutdownNow();
    }
}
