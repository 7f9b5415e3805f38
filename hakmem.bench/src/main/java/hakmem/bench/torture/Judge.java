package hakmem.bench.torture;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.api.SizeClassStats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Compares what the allocator says it holds with what the torture knows it holds, when no thread is at work. For one thread.
 */
final class Judge {
    /*
     * With every arena closed, for all blocks b that somebody holds:
     *
     *   no two overlap, over their whole usable size
     *   liveBlocks       = number of b    = sum of the size classes + largeBlocks
     *   liveBytes        = sum of usableSize(b)
     *   committedBytes   = liveBytes + freeBytes + (emptySlabs + unusedSlabs) * SLAB + cachedBytes <= limit
     *   SLABS * superSlabs = activeSlabs + emptySlabs + unusedSlabs
     *   lateDoubleFrees  = 0
     *
     * The allocator's housekeeper may be at work all the same, so an equation is broken only if it stays so.
     */
    private static final long SLAB = 64 << 10;
    private static final int SLABS = 32;

    /** What the architecture says a heap may keep beside one slab for each size class. */
    private static final int FULL_SLABS = 64;

    private final Ground ground;
    private final Allocator allocator;
    private final Player player;
    private final boolean givesBack;

    /** Committed bytes of an allocator that was never used. */
    private final long base;

    Judge(Ground ground, boolean givesBack) {
        this.ground = ground;
        this.allocator = ground.allocator;
        this.player = new Player(ground, Player.JUDGE, "torture-judge", 0, 0);
        this.givesBack = givesBack;
        this.base = allocator.stats().committedBytes();
    }

    Player player() {
        return player;
    }

    /**
     * Checks everything, and frees some of it twice.
     *
     * @param residents who hold blocks
     */
    void atRest(List<Player> residents) {
        for (int i = 0; i < ground.arenas.length(); i++) {
            SharedArenaInUse arena = ground.arenas.getAndSet(i, null);
            if (arena != null) {
                arena.close();
            }
        }
        List<Block> known = known(residents);
        known.forEach(player.blocks()::verify);
        addUp(known);
        provoke();
    }

    /** Frees everything, whoever holds it, and looks at what idle threads hold back. */
    void freeAll(List<Player> residents) {
        for (Player resident : residents) {
            freeOwn(resident);
        }
        for (int i = 0; i < ground.exchange.length(); i++) {
            Block block = ground.exchange.getAndSet(i, null);
            if (block != null) {
                player.blocks().free(block);
            }
        }
        addUp(List.of());
        allocator.trim();
        AllocatorStats stats = ground.look();
        long bound =
                stats.threadHeaps() * (FULL_SLABS + (long) stats.sizeClasses().size());
        if (stats.activeSlabs() > bound) {
            throw new TortureViolationException(
                    0,
                    "%d heaps hold back %d slabs with nothing live, not %d at most"
                            .formatted(stats.threadHeaps(), stats.activeSlabs(), bound));
        }
    }

    /** With nothing live and nobody's stock, all goes back that the memory source can give back. */
    void requireBase() {
        require("live and cached bytes after a trim of everything", 0, () -> {
            allocator.trim();
            AllocatorStats stats = ground.look();
            return stats.liveBytes() + stats.cachedBytes();
        });
        if (givesBack) {
            require("committedBytes after a trim of everything", base, () -> {
                allocator.trim();
                return ground.look().committedBytes();
            });
        }
    }

    private List<Block> known(List<Player> residents) {
        List<Block> known = new ArrayList<>(ground.handedOver);
        for (int i = 0; i < ground.exchange.length(); i++) {
            Block block = ground.exchange.get(i);
            if (block != null) {
                known.add(block);
            }
        }
        for (Player resident : residents) {
            for (Block block : resident.own) {
                if (block != null) {
                    known.add(block);
                }
            }
        }
        known.sort(Comparator.comparingLong(Block::address));
        return known;
    }

    private void addUp(List<Block> known) {
        long usable = 0;
        long end = 0;
        for (Block block : known) {
            if (block.address() < end) {
                throw new TortureViolationException(
                        block.address(), "the %s, lies in another that ends at 0x%x".formatted(block, end));
            }
            long byteSize = allocator.usableSize(block.address());
            end = block.address() + byteSize;
            usable += byteSize;
        }
        long liveBytes = usable;
        require("liveBlocks", known.size(), () -> ground.look().liveBlocks());
        require("liveBytes", liveBytes, () -> ground.look().liveBytes());
        require("late double frees", 0, () -> ground.look().lateDoubleFrees());
        require("blocks of all sizes, less liveBlocks", 0, () -> {
            AllocatorStats stats = ground.look();
            long small = stats.sizeClasses().stream()
                    .mapToLong(SizeClassStats::liveBlocks)
                    .sum();
            return small + stats.largeBlocks() - stats.liveBlocks();
        });
        require("the parts of what is committed, less committedBytes", 0, () -> {
            AllocatorStats stats = ground.look();
            long slabs = (stats.emptySlabs() + stats.unusedSlabs()) * SLAB;
            return stats.liveBytes() + stats.freeBytes() + slabs + stats.cachedBytes() - stats.committedBytes();
        });
        require("slabs in every state, less all", 0, () -> {
            AllocatorStats stats = ground.look();
            return stats.activeSlabs() + stats.emptySlabs() + stats.unusedSlabs() - SLABS * stats.superSlabs();
        });
        if (known.isEmpty() && ground.held() != 0) {
            throw new IllegalStateException("the torture has lost count by " + ground.held() + " bytes");
        }
    }

    /** Frees what was handed over, and each of it again; what was allocated last is freed first and the other way round. */
    private void provoke() {
        for (Iterator<Block> blocks = ground.handedOver.iterator(); blocks.hasNext(); ) {
            Block block = blocks.next();
            blocks.remove();
            player.hostile().freeAndFreeAgain(block);
        }
        for (int i = 0; i < ground.exchange.length(); i++) {
            Block block = ground.exchange.get(i);
            if (block != null && i % 8 == 0) {
                ground.exchange.set(i, null);
                player.hostile().freeAndFreeAgain(block);
            } else if (block != null && i % 8 == 1) {
                player.hostile().harass(block);
            }
        }
    }

    private void freeOwn(Player resident) {
        for (int i = 0; i < resident.own.length; i++) {
            if (resident.own[i] != null) {
                player.blocks().free(resident.own[i]);
                resident.own[i] = null;
            }
        }
    }

    private void require(String what, long expected, Supplier<Long> figure) {
        long tries = ground.options.patience().toMillis();
        long found = figure.get();
        while (found != expected) {
            if (tries-- == 0) {
                throw new TortureViolationException(0, "%s: %d, not %d".formatted(what, found, expected));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            found = figure.get();
        }
    }
}
