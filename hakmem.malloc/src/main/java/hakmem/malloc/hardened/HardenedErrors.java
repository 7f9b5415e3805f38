package hakmem.malloc.hardened;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.api.OffHeapOutOfMemoryError;
import hakmem.api.OverrunException;
import hakmem.api.WriteAfterFreeException;
import hakmem.superslab.Slab;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;

/** Every exception of the package is made here; each message carries the values. */
final class HardenedErrors {
    /** Bytes shown of what was found. */
    private static final int SHOWN = 16;

    private HardenedErrors() {}

    /** What a block is, for messages: its size class, or that it has none. */
    static String describe(long address, SlabRecords records, long blockSize) {
        return records == null
                ? "large block of %d bytes at 0x%x".formatted(blockSize, address)
                : "block of %d bytes at 0x%x in slab 0x%x (size class %d)"
                        .formatted(blockSize, address, address & -Slab.BYTES, records.sizeClass());
    }

    static WriteAfterFreeException writeAfterFree(long address, String block, MemorySegment memory, long offset) {
        byte[] found = bytes(memory, offset);
        return new WriteAfterFreeException(
                address,
                offset,
                found,
                "write after free: the %s was written while it was free, %d bytes after its start; found %s where 0x%02x was left"
                        .formatted(block, offset, hex(found), Poison.BYTE & 0xff));
    }

    static OverrunException overrun(long address, String block, long byteSize, MemorySegment behind, long offset) {
        byte[] found = bytes(behind, offset);
        return new OverrunException(
                address,
                byteSize + offset,
                found,
                "overrun: the %s, of which %d were asked for, was written %d bytes after its start; found %s"
                        .formatted(block, byteSize, byteSize + offset, hex(found)));
    }

    static DoubleFreeException freedTwice(long address, String block) {
        return new DoubleFreeException(address, "0x%x was freed already: %s".formatted(address, block));
    }

    static InvalidFreeException notHandedOut(long address) {
        return new InvalidFreeException(
                address, "0x%x is no block of a user: another thread is allocating or freeing it".formatted(address));
    }

    static OffHeapOutOfMemoryError noMemory(long byteSize, long padded, OffHeapOutOfMemoryError cause) {
        if (padded == byteSize) {
            return cause;
        }
        return new OffHeapOutOfMemoryError("no memory for %d bytes and %d behind them: %s"
                .formatted(byteSize, padded - byteSize, cause.getMessage()));
    }

    static AssertionError broken(String equation, Object left, Object right) {
        return new AssertionError(equation + ": " + left + " != " + right);
    }

    private static byte[] bytes(MemorySegment memory, long offset) {
        long length = Math.min(SHOWN, memory.byteSize() - offset);
        return memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private static String hex(byte[] found) {
        return HexFormat.ofDelimiter(" ").formatHex(found);
    }
}
