package hakmem.bench.torture;

import hakmem.api.OffHeapOutOfMemoryError;
import java.util.SplittableRandom;

/**
 * One thread of a torture: what it holds, what it did last, and what it does next. What it does follows from the seed alone,
 * except for whose blocks it comes by.
 */
final class Player {
    private static final int INDEX_BITS = 12;
    private static final int PER_MILLE = 1000;

    /** The number 0 is that of who judges at the rests. */
    static final int JUDGE = 0;

    final int number;
    final String name;
    final SplittableRandom random;
    final Journal journal = new Journal();
    final Ground ground;

    /** Blocks only this thread allocates, resizes and frees, until it ends. */
    final Block[] own;

    private final BlockOperations blocks;
    private final ArenaOperations arenas;
    private final HostileOperations hostile;
    private int serial;

    /**
     * Makes a player, who takes part from now on.
     *
     * @param ground what is shared
     * @param number from {@link #number(Kind, int)}
     * @param name for people
     * @param round when it was made
     * @param own how many blocks it may hold
     */
    Player(Ground ground, int number, String name, int round, int own) {
        this.ground = ground;
        this.number = number;
        this.name = name;
        this.random = new SplittableRandom(
                ground.options.seed() * 0x9e37_79b9_7f4a_7c15L + ((long) round << Integer.SIZE | number));
        this.own = new Block[own];
        this.serial = random.nextInt();
        this.blocks = new BlockOperations(this);
        this.arenas = new ArenaOperations(this);
        this.hostile = new HostileOperations(this);
        ground.enter(this);
    }

    /** A number for the index-th thread of a kind, never {@link #JUDGE}. */
    static int number(Kind kind, int index) {
        return ((kind.ordinal() + 1) << INDEX_BITS) | (index & ((1 << INDEX_BITS) - 1));
    }

    BlockOperations blocks() {
        return blocks;
    }

    ArenaOperations arenas() {
        return arenas;
    }

    HostileOperations hostile() {
        return hostile;
    }

    /** A name for the next pattern. */
    long nextName() {
        return Pattern.name(number, serial++);
    }

    /** One of everything that may be done, most often the plainest. */
    void step() {
        int choice = random.nextInt(PER_MILLE);
        if (choice < 550 && own.length > 0) {
            replaceOwn();
        } else if (choice < 900) {
            swap();
        } else if (choice < 940) {
            arenas.useConfined(0);
        } else if (choice < 960) {
            arenas.useShared();
        } else if (choice < 990) {
            withOneOfOwn();
        } else if (choice < 996) {
            look();
        } else if (choice < 998) {
            trim();
        } else {
            askTooMuch();
        }
    }

    private void replaceOwn() {
        int slot = random.nextInt(own.length);
        Block block = own[slot];
        if (block != null && random.nextInt(8) == 0) {
            own[slot] = blocks.resize(block);
            return;
        }
        own[slot] = null;
        if (block != null) {
            blocks.free(block);
        }
        own[slot] = blocks.allocate();
    }

    /** Leaves a block for others, and does something with the one another left there. */
    private void swap() {
        Block other = ground.exchange.getAndSet(random.nextInt(ground.exchange.length()), blocks.allocate());
        if (other == null) {
            return;
        }
        switch (random.nextInt(8)) {
            case 0, 1 ->
                other = ground.exchange.getAndSet(random.nextInt(ground.exchange.length()), blocks.resize(other));
            case 2 -> {
                blocks.verify(other);
                ground.handedOver.add(other);
                return;
            }
            default -> {}
        }
        if (other != null) {
            blocks.free(other);
        }
    }

    /** Does to a block what must be refused; to one's own if there is one, else to a new one. */
    private void withOneOfOwn() {
        Block block = own.length > 0 ? own[random.nextInt(own.length)] : null;
        if (block != null) {
            hostile.harass(block);
            return;
        }
        Block fresh = blocks.allocate();
        if (fresh != null) {
            hostile.harass(fresh);
            blocks.free(fresh);
        }
    }

    private void look() {
        journal.note("stats", 0, 0);
        ground.operations.increment();
        ground.look();
    }

    private void trim() {
        journal.note("trim", 0, 0);
        ground.operations.increment();
        long givenBack = ground.allocator.trim();
        if (givenBack < 0) {
            throw new TortureViolationException(0, "trim gave back " + givenBack + " bytes");
        }
    }

    private void askTooMuch() {
        long byteSize = random.nextBoolean() ? ground.options.limit() + 1 : Long.MAX_VALUE - random.nextInt(1 << 20);
        journal.note("malloc, too much", 0, byteSize);
        ground.hostile.increment();
        try {
            long address = ground.allocator.malloc(byteSize);
            throw new TortureViolationException(address, byteSize + " bytes were granted, beyond the limit");
        } catch (OffHeapOutOfMemoryError e) {
            ground.operations.increment();
        }
    }
}
