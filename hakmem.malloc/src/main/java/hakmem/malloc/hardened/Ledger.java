package hakmem.malloc.hardened;

import hakmem.api.OverrunException;
import hakmem.api.WriteAfterFreeException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Which blocks are whose, and what must be true of their bytes. It is asked before the allocator beneath, so that of two
 * frees of a block one is refused here, and nothing is done to a block's bytes by who does not have it. Safe for use by
 * several threads.
 */
final class Ledger {
    private static final long LARGE_METADATA = 96;

    private final Substrate substrate;
    private final RecordTable small;
    private final LargeRecords large = new LargeRecords();
    private final boolean poison;

    /** Whether blocks may be POSTPONED. */
    private final AtomicBoolean postponed = new AtomicBoolean();

    /** Null unless blocks are guarded. */
    private final Canary canary;

    Ledger(Substrate substrate, boolean poison, Canary canary) {
        this.substrate = substrate;
        this.small = new RecordTable(substrate.region());
        this.poison = poison;
        this.canary = canary;
    }

    /**
     * Makes a block of the allocator beneath a user's.
     *
     * @throws WriteAfterFreeException if it was written since it was freed; it is not the user's then, and poisoned again
     */
    void handOut(long address, long byteSize) {
        SlabRecords records = small.forAllocated(address);
        if (records == null) {
            LargeRecord record = begin(new LargeRecord(), address);
            writeCanary(address, byteSize, record.usable());
            record.letGo(byteSize);
            large.put(record);
            return;
        }
        int unit = records.unitOf(address);
        if (poison && BlockState.stateOf(records.get(unit)) == BlockState.FREED) {
            WriteAfterFreeException written = poisonAgain(address);
            if (written != null) {
                throw written;
            }
        }
        writeCanary(address, byteSize, records.blockSize());
        records.set(unit, BlockState.of(BlockState.LIVE, (int) byteSize));
    }

    private LargeRecord begin(LargeRecord record, long address) {
        long usable = substrate.usableSize(address);
        small.dropAllIn(address, usable);
        record.begin(address, usable);
        return record;
    }

    /** What the user of a live block asked for; fails as a free would, with another block than that. */
    long byteSizeOf(long address) {
        SlabRecords records = small.findCurrent(address);
        if (records != null && records.isUnit(records.unitOf(address))) {
            int word = records.get(records.unitOf(address));
            if (BlockState.stateOf(word) == BlockState.LIVE) {
                return BlockState.byteSizeOf(word);
            }
        }
        LargeRecord record = large.get(address);
        if (record != null) {
            long byteSize = record.byteSize();
            if (byteSize >= 0) {
                return byteSize;
            }
        }
        throw refusal(address);
    }

    /** All bytes of a block that is live or held; of any other, something or 0. */
    long blockSizeOf(long address) {
        SlabRecords records = small.findCurrent(address);
        if (records != null) {
            return records.blockSize();
        }
        LargeRecord record = large.get(address);
        return record == null ? 0 : record.usable();
    }

    /** Gives a live block another size where it is; false if its size is not {@code from} any more. */
    boolean tryResize(long address, long from, long to) {
        SlabRecords records = small.findCurrent(address);
        if (records != null) {
            // Before the block has its new size: with a full Java heap it must not have the size and not the canary.
            MemorySegment behind = canary == null ? null : behind(address, to, records.blockSize());
            int before = BlockState.of(BlockState.LIVE, (int) from);
            if (!records.tryMove(records.unitOf(address), before, BlockState.of(BlockState.LIVE, (int) to))) {
                return false;
            }
            if (behind != null) {
                canary.write(behind);
            }
            return true;
        }
        LargeRecord record = large.get(address);
        if (record == null) {
            return false;
        }
        MemorySegment behind = canary == null ? null : behind(address, to, record.usable());
        if (!record.tryResize(from, to)) {
            return false;
        }
        if (behind != null) {
            canary.write(behind);
        }
        return true;
    }

    /**
     * Has a live large block resized beneath, by the caller's means.
     *
     * @param resize changes the block and returns its new address; if it throws, the block must be as it was
     * @return the new address, or 0 if the block's size is not {@code from} any more
     */
    long resizeLarge(long address, long from, long to, LongSupplier resize) {
        LargeRecord record = large.get(address);
        if (record == null || !record.tryHold(from)) {
            return 0;
        }
        long resized = 0;
        LargeRecord successor;
        boolean done = false;
        try {
            // Before: once the block has moved nothing may be missing.
            successor = new LargeRecord();
            resized = resize.getAsLong();
            done = true;
        } catch (OutOfMemoryError e) {
            // It may have grown where it is, and only its segment could not be made.
            record.begin(address, substrate.usableSize(address));
            throw e;
        } finally {
            if (!done) {
                record.letGo(from);
            }
        }
        // Another thread may have been given the old address meanwhile, with a record of its own.
        large.remove(record);
        begin(successor, resized);
        successor.letGo(canaryOrAll(resized, to, successor.usable()));
        large.put(successor);
        return resized;
    }

    /** The user's part of a block that has moved: with no room on the Java heap for what guards the rest, all of it. */
    private long canaryOrAll(long address, long byteSize, long usable) {
        try {
            writeCanary(address, byteSize, usable);
            return byteSize;
        } catch (OutOfMemoryError e) {
            return usable;
        }
    }

    /**
     * Takes a block from its user.
     *
     * @return what the user had asked for
     * @throws hakmem.api.InvalidFreeException if it is no user's; nothing has changed then
     */
    long hold(long address) {
        SlabRecords records = small.findCurrent(address);
        if (records != null && records.isUnit(records.unitOf(address))) {
            int unit = records.unitOf(address);
            int word = records.get(unit);
            while (BlockState.stateOf(word) == BlockState.LIVE) {
                int byteSize = BlockState.byteSizeOf(word);
                if (records.tryMove(unit, word, BlockState.of(BlockState.HELD, byteSize))) {
                    return byteSize;
                }
                word = records.get(unit);
            }
        }
        LargeRecord record = large.get(address);
        if (record != null) {
            long byteSize = record.byteSize();
            while (byteSize >= 0) {
                if (record.tryHold(byteSize)) {
                    return byteSize;
                }
                byteSize = record.byteSize();
            }
        }
        throw refusal(address);
    }

    /** Before a held block is freed beneath. */
    void forget(long address) {
        SlabRecords records = small.findCurrent(address);
        if (records != null) {
            records.set(records.unitOf(address), BlockState.of(BlockState.FREED, 0));
        } else {
            large.remove(large.get(address));
        }
    }

    /**
     * Leaves a held block for {@link #takePostponed}, for want of Java heap to go on with it. Takes none.
     *
     * @param poisoned whether it is filled with poison, if that is chosen
     */
    void postpone(long address, boolean poisoned) {
        SlabRecords records = small.findCurrent(address);
        if (records != null) {
            int unit = records.unitOf(address);
            int state = poisoned ? BlockState.UNCHECKED : BlockState.POSTPONED;
            records.set(unit, BlockState.of(state, BlockState.byteSizeOf(records.get(unit))));
        } else {
            large.get(address).postpone(poisoned);
        }
        postponed.set(true);
    }

    /**
     * Takes the blocks that were postponed; each is held again.
     *
     * @param unpoisoned is given those that are not poisoned
     * @param poisoned is given the others
     */
    void takePostponed(LongConsumer unpoisoned, LongConsumer poisoned) {
        if (!postponed.compareAndSet(true, false)) {
            return;
        }
        boolean done = false;
        try {
            small.forEachCurrent((records, slab) -> {
                for (int unit = 0; unit < records.units(); unit++) {
                    int word = records.get(unit);
                    int state = BlockState.stateOf(word);
                    if (BlockState.isWaiting(state)
                            && records.tryMove(
                                    unit, word, BlockState.of(BlockState.HELD, BlockState.byteSizeOf(word)))) {
                        (state == BlockState.UNCHECKED ? poisoned : unpoisoned).accept(records.addressOf(slab, unit));
                    }
                }
            });
            for (LargeRecord record : large.snapshot()) {
                int state = record.state();
                if (BlockState.isWaiting(state) && record.tryHoldAgain(state)) {
                    (state == BlockState.UNCHECKED ? poisoned : unpoisoned).accept(record.address());
                }
            }
            done = true;
        } finally {
            if (!done) {
                postponed.set(true);
            }
        }
    }

    /** Visits the blocks that are postponed. */
    void forEachPostponed(LongConsumer action) {
        if (postponed.get()) {
            small.forEachCurrent((records, slab) -> {
                for (int unit = 0; unit < records.units(); unit++) {
                    if (BlockState.isWaiting(BlockState.stateOf(records.get(unit)))) {
                        action.accept(records.addressOf(slab, unit));
                    }
                }
            });
            large.snapshot().stream()
                    .filter(record -> BlockState.isWaiting(record.state()))
                    .mapToLong(LargeRecord::address)
                    .forEach(action);
        }
    }

    /** Whether a block that is live or held is in a slab of a size class. */
    boolean isSmall(long address) {
        return small.findCurrent(address) != null;
    }

    /** What is wrong behind a block, or null. */
    OverrunException overrunOf(long address, long byteSize) {
        if (canary == null) {
            return null;
        }
        long blockSize = blockSizeOf(address);
        MemorySegment behind = behind(address, byteSize, blockSize);
        long offset = canary.firstWritten(behind);
        return offset < 0
                ? null
                : HardenedErrors.overrun(address, describe(address, blockSize), byteSize, behind, offset);
    }

    /** Fills a held block with poison. */
    void poison(long address) {
        Poison.fill(substrate.segment(address, Poison.length(blockSizeOf(address))));
    }

    /** Looks whether the poison of a block is untouched; if not, renews it and says what was found, else returns null. */
    WriteAfterFreeException poisonAgain(long address) {
        long blockSize = blockSizeOf(address);
        MemorySegment memory = substrate.segment(address, Poison.length(blockSize));
        long offset = Poison.firstWritten(memory);
        if (offset < 0) {
            return null;
        }
        WriteAfterFreeException written =
                HardenedErrors.writeAfterFree(address, describe(address, blockSize), memory, offset);
        Poison.fill(memory);
        return written;
    }

    /** Why an address is not a live block of a user. */
    private RuntimeException refusal(long address) {
        SlabRecords records = small.findCurrent(address);
        if (records != null && records.isUnit(records.unitOf(address))) {
            int state = BlockState.stateOf(records.get(records.unitOf(address)));
            if (BlockState.isHeld(state) || state == BlockState.FREED) {
                return HardenedErrors.freedTwice(
                        address, HardenedErrors.describe(address, records, records.blockSize()));
            }
        }
        LargeRecord record = large.get(address);
        if (record != null && !record.isLive()) {
            return HardenedErrors.freedTwice(address, HardenedErrors.describe(address, null, record.usable()));
        }
        substrate.checkFree(address);
        return HardenedErrors.notHandedOut(address);
    }

    private String describe(long address, long blockSize) {
        return HardenedErrors.describe(address, small.findCurrent(address), blockSize);
    }

    private void writeCanary(long address, long byteSize, long blockSize) {
        if (canary != null) {
            canary.write(behind(address, byteSize, blockSize));
        }
    }

    private MemorySegment behind(long address, long byteSize, long blockSize) {
        long length = Canary.length(byteSize, blockSize);
        return substrate.segment(address, byteSize + length).asSlice(byteSize);
    }

    /** What is live and held, by looking at the records. */
    Census census() {
        int[] counts = new int[2];
        small.forEachCurrent((records, slab) -> {
            counts[0] += records.count(state -> state == BlockState.LIVE);
            counts[1] += records.count(BlockState::isHeld);
        });
        for (LargeRecord record : large.snapshot()) {
            counts[record.isLive() ? 0 : 1]++;
        }
        return new Census(counts[0], counts[1]);
    }

    /** Blocks of users, and blocks that they have freed and the allocator beneath has not. */
    record Census(long live, long held) {}

    /** The size class of a small block, or -1. */
    int sizeClassOf(long address) {
        SlabRecords records = small.findCurrent(address);
        return records == null ? -1 : records.sizeClass();
    }

    long metadataBytes() {
        return small.metadataBytes() + large.size() * LARGE_METADATA;
    }
}
