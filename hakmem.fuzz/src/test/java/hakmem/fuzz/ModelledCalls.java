package hakmem.fuzz;

import hakmem.api.Allocator;
import hakmem.api.OffHeapOutOfMemoryError;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Calls that take a block, make one or end one: each is made of the allocator, then of the model, and fails where the two differ.
 * If one throws, the block it was given is in the model still. Not safe for use by several threads.
 */
final class ModelledCalls {
    /** With less than this asked for and live, nothing may be refused, however it is scattered. */
    private static final long ALWAYS_GRANTED = Subject.LIMIT / 16;

    private final Allocator allocator;
    private final Model model;

    /** Whether the memory source may fail; then a call may fail too, but not when it is made again. */
    private final boolean mayFail;

    private final BooleanSupplier isAllInTheModel;

    /** What the contents of the next block are made of. */
    private long name = System.identityHashCode(this);

    /**
     * Calls of one allocator.
     *
     * @param isAllInTheModel asked whether all that takes memory is in the model; then nothing small may be refused
     */
    ModelledCalls(Allocator allocator, Model model, boolean mayFail, BooleanSupplier isAllInTheModel) {
        this.allocator = allocator;
        this.model = model;
        this.mayFail = mayFail;
        this.isAllInTheModel = isAllInTheModel;
    }

    long nextName() {
        return name++;
    }

    /** The block, filled; or null if it was refused. */
    Block allocate(Command command) {
        long byteSize = command.byteSize();
        long[] alignment = {1};
        MemorySegment[] memory = {null};
        long address = unlessRefused(byteSize, 0, () -> switch (command.operation()) {
            case CALLOC -> allocator.calloc(1, byteSize);
            case ALIGNED_ALLOC -> {
                alignment[0] = 1L << command.detail() % 22;
                yield allocator.alignedAlloc(alignment[0], byteSize);
            }
            case ALLOCATE -> {
                alignment[0] = 1L << command.detail() % 13;
                memory[0] = allocator.allocate(byteSize, alignment[0]);
                require(memory[0].byteSize() == byteSize, memory[0] + " has another size than asked for");
                yield memory[0].address();
            }
            default -> command.detail() % 4 == 0 ? allocator.realloc(0, byteSize) : allocator.malloc(byteSize);
        });
        if (address == 0) {
            return null;
        }
        require(
                address % Math.max(alignment[0], 16) == 0,
                "0x%x is not aligned to %d".formatted(address, alignment[0]));
        if (command.operation() == Operation.CALLOC) {
            Block.requireZero(Block.at(address, byteSize));
        }
        return adopt(address, byteSize, memory[0]);
    }

    /** The block afterwards, or the same if that was refused; null for null. */
    Block resize(Command command, Block block) {
        if (block == null) {
            return null;
        }
        block.verify();
        model.remove(block);
        long byteSize = command.byteSize();
        MemorySegment[] memory = {null};
        long address = 0;
        try {
            // It may have to move even to become smaller, and then both must have room.
            address = unlessRefused(byteSize, block.usable(), () -> resize(command, block, memory));
        } finally {
            if (address == 0) {
                model.add(block);
                block.verify();
            }
        }
        if (address == 0) {
            return block;
        }
        long kept = Math.min(byteSize, block.byteSize());
        block.verify(Block.at(address, kept), kept);
        return adopt(address, byteSize, memory[0]);
    }

    private long resize(Command command, Block block, MemorySegment[] memory) {
        long byteSize = command.byteSize();
        if (command.operation() == Operation.REALLOC) {
            return allocator.realloc(block.address(), byteSize);
        }
        memory[0] = allocator.reallocate(block.memory(), byteSize);
        require(memory[0].byteSize() == byteSize, memory[0] + " has another size than asked for");
        return memory[0].address();
    }

    private Block adopt(long address, long byteSize, MemorySegment memory) {
        long usable = allocator.usableSize(address);
        require(usable >= byteSize, "0x%x has %d usable bytes, not %d".formatted(address, usable, byteSize));
        MemorySegment view = memory == null ? Block.at(address, byteSize) : memory;
        Block block = new Block(address, byteSize, usable, name++, view);
        model.add(block);
        block.write();
        return block;
    }

    /** The same block with other contents; null for null. */
    Block rewrite(Block old) {
        if (old == null) {
            return null;
        }
        old.verify();
        model.remove(old);
        return adopt(old.address(), old.byteSize(), old.memory());
    }

    void free(Block block, boolean asSegment) {
        block.verify();
        model.remove(block);
        boolean done = false;
        try {
            onceMore(() -> {
                if (asSegment) {
                    allocator.free(block.memory());
                } else {
                    allocator.free(block.address());
                }
            });
            done = true;
        } finally {
            if (!done) {
                model.add(block);
                block.verify();
            }
        }
    }

    /** A call whose failure, if the memory source is to blame, leaves everything as it was; and the next one works. */
    void onceMore(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            if (!mayFail || !Fault.isCauseOf(e)) {
                throw e;
            }
            call.run();
        }
    }

    /** What the call returns, or 0 if it is refused as it may be: with as much live as the model has, and so much besides. */
    private long unlessRefused(long byteSize, long besides, LongSupplier call) {
        long live = model.bytes() + besides;
        long[] address = {0};
        try {
            onceMore(() -> address[0] = call.getAsLong());
            return address[0];
        } catch (OffHeapOutOfMemoryError e) {
            if (!mayFail && isAllInTheModel.getAsBoolean() && live + byteSize < ALWAYS_GRANTED) {
                throw new AssertionError(byteSize + " bytes were refused with only " + live + " live", e);
            }
            return 0;
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
