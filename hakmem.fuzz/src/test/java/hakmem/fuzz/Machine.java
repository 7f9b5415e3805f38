package hakmem.fuzz;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.api.Hardening;
import hakmem.malloc.Validation;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * Carries a program out against an allocator and against the model, and fails where the two differ. Several machines may use
 * one allocator and one model, each with a thread of its own; what only one alone can know is then not looked at.
 */
final class Machine implements AutoCloseable {
    /** Room for blocks. */
    static final int SLOTS = 24;

    private static final int ARENAS = 3;

    private final Allocator allocator;
    private final Model model;
    private final AtomicReferenceArray<Block> exchange;
    private final boolean alone;

    /** The protections that the allocator has; some change what is allowed. */
    private final Set<Hardening> hardening;

    private final Refusals refusals;
    private final ModelledCalls calls;
    private final Hands hands = new Hands();
    private final Block[] slots = new Block[SLOTS];
    private final List<ArenaSlot> arenas =
            IntStream.range(0, ARENAS).mapToObj(i -> new ArenaSlot()).toList();

    /** What was freed last, and whether nothing else was done since. */
    private Block freed;

    private boolean justFreed;

    /** A machine on its own. */
    Machine(Allocator allocator) {
        this(allocator, Set.of());
    }

    /** A machine on its own, with an allocator that has these protections. */
    Machine(Allocator allocator, Set<Hardening> hardening) {
        this(allocator, new Model(), new AtomicReferenceArray<>(SLOTS), true, false, hardening);
    }

    /** A machine on its own, with a memory source that may fail. */
    static Machine overFaultySource(Allocator allocator) {
        return new Machine(allocator, new Model(), new AtomicReferenceArray<>(SLOTS), true, true, Set.of());
    }

    /** One of several. */
    Machine(Allocator allocator, Model model, AtomicReferenceArray<Block> exchange, boolean alone) {
        this(allocator, model, exchange, alone, false, Set.of());
    }

    private Machine(
            Allocator allocator,
            Model model,
            AtomicReferenceArray<Block> exchange,
            boolean alone,
            boolean mayFail,
            Set<Hardening> hardening) {
        this.allocator = allocator;
        this.model = model;
        this.exchange = exchange;
        this.alone = alone;
        this.hardening = hardening;
        this.refusals = new Refusals(allocator);
        this.calls = new ModelledCalls(allocator, model, mayFail, this::isAllInTheModel);
    }

    void run(Program program) {
        int number = 0;
        for (Command command : program.commands()) {
            number++;
            try {
                hands.carryOut(command.by(), () -> execute(command));
            } catch (RuntimeException | Error e) {
                throw new AssertionError("command %d, %s: %s".formatted(number, command, e), e);
            }
        }
    }

    /** With a source that refuses everything: calls may be refused and fail, but nothing may be lost. */
    int runWhileSourceIsOut(Program program) {
        int failures = 0;
        for (Command command : program.commands()) {
            try {
                hands.carryOut(command.by(), () -> execute(command));
            } catch (RuntimeException e) {
                if (!Fault.isCauseOf(e)) {
                    throw new AssertionError(command + ": " + e, e);
                }
                failures++; // of a decommit: what was not given back is tried again later
            }
        }
        return failures;
    }

    private void execute(Command command) {
        int slot = command.slot() % SLOTS;
        Block block = slots[slot];
        ArenaSlot arena = arenas.get(command.slot() % ARENAS);
        int detail = command.detail();
        boolean onlyHostile = false;
        switch (command.operation()) {
            case MALLOC, CALLOC, ALIGNED_ALLOC, ALLOCATE -> {
                free(slot, false);
                slots[slot] = calls.allocate(command);
            }
            case REALLOC, REALLOCATE -> slots[slot] = calls.resize(command, block);
            case FREE -> free(slot, false);
            case FREE_SEGMENT -> free(slot, true);
            case REWRITE -> slots[slot] = calls.rewrite(block);
            case HAND_OVER -> slots[slot] = exchange.getAndSet(detail % exchange.length(), block);
            case TRIM -> calls.onceMore(() -> require(allocator.trim() >= 0, "trim gave back less than nothing"));
            case STATS -> addUp();
            case OPEN_OR_CLOSE_ARENA -> {
                if (arena.isOpen()) {
                    calls.onceMore(arena::close);
                } else {
                    calls.onceMore(() -> arena.open(allocator, detail % 2 == 0 && command.by() == By.MAIN));
                }
            }
            case ALLOCATE_IN_ARENA -> {
                if (arena.isOpen()) {
                    calls.onceMore(() -> arena.allocate(command.byteSize() >>> 8, 1L << detail % 10, calls.nextName()));
                }
            }
            default -> onlyHostile = provoke(command, block, arena);
        }
        justFreed &= onlyHostile;
        if (command.operation() == Operation.FREE || command.operation() == Operation.FREE_SEGMENT) {
            justFreed = block != null;
        }
    }

    /** What must be refused, and change nothing. */
    private boolean provoke(Command command, Block block, ArenaSlot arena) {
        int detail = command.detail();
        switch (command.operation()) {
            case FREE_AGAIN -> {
                if (alone && freed != null && justFreed) {
                    refusals.justFreed(freed.address());
                } else if (alone && freed != null && !model.isLive(freed.address()) && !isInArena(freed)) {
                    refusals.freed(freed.address(), detail);
                }
            }
            case FREE_INSIDE -> {
                if (block != null && block.usable() > 1) {
                    refusals.noBlock(block.address() + 1 + command.byteSize() % (block.usable() - 1), detail);
                }
            }
            case FREE_NOWHERE -> refusals.nowhere(block == null ? 1L << 40 : block.address(), detail);
            case FREE_OF_ARENA -> arena.parts().forEach(part -> refusals.freed(part.address(), detail));
            case BAD_REQUEST -> refusals.badRequest(block == null ? 0 : block.address(), detail);
            case TOO_MUCH -> refusals.tooMuch(command.byteSize(), detail);
            default -> throw new AssertionError(command);
        }
        if (block != null) {
            block.verify();
            require(allocator.usableSize(block.address()) == block.usable(), "a refused call has changed the " + block);
        }
        return command.operation() != Operation.TOO_MUCH;
    }

    /** An arena's chunk may start where a block was that is freed. */
    private boolean isInArena(Block gone) {
        return arenas.stream().anyMatch(ArenaSlot::isOpen) && gone != null;
    }

    private void free(int slot, boolean asSegment) {
        Block block = slots[slot];
        if (block == null) {
            return;
        }
        calls.free(block, asSegment);
        freed = block;
        slots[slot] = null;
    }

    /** Whether nobody else takes memory, neither another machine nor an arena. */
    private boolean isAllInTheModel() {
        return alone && arenas.stream().noneMatch(ArenaSlot::isOpen);
    }

    private void addUp() {
        AllocatorStats stats = allocator.stats();
        require(stats.committedBytes() <= Subject.LIMIT, "more is committed than the limit allows: " + stats);
        if (isAllInTheModel()) {
            require(stats.liveBlocks() == model.blocks().size(), model.blocks().size() + " blocks are live: " + stats);
            long bytes = model.bytes();
            // Bytes of a block that its user may not use are live for the statistics.
            boolean guarded = hardening.contains(Hardening.GUARD);
            require(
                    guarded ? stats.liveBytes() >= bytes : stats.liveBytes() == bytes,
                    bytes + " bytes are live: " + stats);
            require(stats.lateDoubleFrees() == 0, "nothing was freed by two threads at once: " + stats);
        }
    }

    /** Closes all arenas and looks at every block; then, if this machine is alone, at the whole allocator, and frees everything. */
    void finish(boolean givesBack) {
        for (ArenaSlot arena : arenas) {
            if (arena.isOpen()) {
                calls.onceMore(arena::close);
            }
        }
        addUp();
        if (!alone) {
            return;
        }
        Validation.validate(allocator);
        freeEverything(givesBack);
    }

    /** For who is alone, or the last of several. */
    void freeEverything(boolean givesBack) {
        int number = 0;
        for (Block block : model.blocks()) {
            By by = number++ % 2 == 0 ? By.MAIN : By.OTHER;
            hands.carryOut(by, () -> calls.free(block, false));
        }
        AllocatorStats stats = allocator.stats();
        require(stats.liveBlocks() == 0 && stats.liveBytes() == 0, "nothing is live any more: " + stats);
        Validation.validate(allocator);
        hands.carryOut(By.OTHER, () -> calls.onceMore(allocator::trim));
        calls.onceMore(allocator::trim);
        Validation.validate(allocator);
        require(!givesBack || allocator.stats().committedBytes() == 0, "not all has gone back: " + allocator.stats());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    @Override
    public void close() {
        hands.close();
    }
}
