package hakmem.malloc.hardened;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import hakmem.api.Allocator;
import hakmem.api.DoubleFreeException;
import hakmem.api.OverrunException;
import hakmem.malloc.Inside;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written behind the end of a block is found when the block is freed. */
class OverrunTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"0; guard", "1; guard", "16; guard", "100; true", "32768; guard", "40000; true", "3000000; guard"})
    void oneByteBehindABlockIsReportedAtItsFree(long size, String hardening) {
        try (Allocator allocator = Inside.open("recycling", "posix", hardening)) {
            long block = allocator.malloc(size);
            assertThat(allocator.usableSize(block)).isEqualTo(size);
            Inside.memory(allocator, block, size + 1).set(ValueLayout.JAVA_BYTE, size, (byte) 0);
            OverrunException found = catchThrowableOfType(OverrunException.class, () -> allocator.free(block));
            assertThat(found.address()).isEqualTo(block);
            assertThat(found.offset()).isEqualTo(size);
            assertThat(found.found()).startsWith(0);
            assertThat(found)
                    .hasMessageContaining("0x%x".formatted(block))
                    .hasMessageContaining("%d bytes after its start".formatted(size))
                    .hasMessageContaining("%d were asked for".formatted(size));
            // The block is freed.
            assertThat(allocator.stats().liveBlocks()).isZero();
            assertThatCode(() -> allocator.free(block)).isInstanceOf(DoubleFreeException.class);
            Inside.validate(allocator);
            allocator.free(allocator.malloc(size));
        }
    }

    @Test
    void aResizeReportsItAndLeavesTheBlock() {
        try (Allocator allocator = Inside.open("recycling", "posix", "guard")) {
            for (long newSize : new long[] {90, 101, 5000}) {
                MemorySegment block = allocator.allocate(100);
                block.fill((byte) 5);
                Inside.memory(allocator, block.address(), 102).set(ValueLayout.JAVA_BYTE, 101, (byte) 0);
                OverrunException found =
                        catchThrowableOfType(OverrunException.class, () -> allocator.reallocate(block, newSize));
                assertThat(found.offset()).isEqualTo(101);
                assertThat(allocator.usableSize(block.address())).isEqualTo(100);
                assertThat(block.get(ValueLayout.JAVA_BYTE, 99)).isEqualTo((byte) 5);
                assertThat(allocator.stats().liveBlocks()).isEqualTo(1);
                assertThatCode(() -> allocator.free(block)).isInstanceOf(OverrunException.class);
            }
            Inside.validate(allocator);
        }
    }

    @Test
    void aBlockThatWasResizedIsGuardedAtItsNewEnd() {
        try (Allocator allocator = Inside.open("recycling", "posix", "guard")) {
            for (long size : new long[] {1000, 200_000}) {
                long block = allocator.malloc(size);
                long smaller = allocator.realloc(block, size - 30);
                assertThat(smaller).isEqualTo(block);
                assertThat(allocator.usableSize(block)).isEqualTo(size - 30);
                Inside.memory(allocator, block, size).set(ValueLayout.JAVA_BYTE, size - 30, (byte) 0);
                assertThatCode(() -> allocator.free(block)).isInstanceOf(OverrunException.class);
            }
        }
    }

    @Test
    void theWholeBlockIsTheUsersToWrite() {
        try (Allocator allocator = Inside.open("recycling", "posix", "true")) {
            for (long size = 0; size < 40_000; size += 1 + size / 7) {
                MemorySegment block = allocator.allocate(size, 1);
                block.fill((byte) 0);
                allocator.free(block);
                MemorySegment zeroed = MemorySegment.ofAddress(allocator.calloc(1, size));
                MemorySegment resized = allocator.reallocate(zeroed, size + 3);
                resized.fill((byte) 0);
                allocator.free(resized);
            }
            Inside.validate(allocator);
        }
    }

    /** Its pages may move, or its end be given back. */
    @Test
    void aLargeBlockIsGuardedWhereverAResizeLeavesIt() {
        try (Allocator allocator = Inside.open("recycling", "posix", "guard")) {
            for (long newSize : new long[] {90_000, 2 << 20, 9 << 20, 100}) {
                MemorySegment block = allocator.allocate(1_500_000);
                block.set(ValueLayout.JAVA_BYTE, 99, (byte) 5);
                MemorySegment resized = allocator.reallocate(block, newSize);
                assertThat(resized.get(ValueLayout.JAVA_BYTE, 99)).isEqualTo((byte) 5);
                assertThat(allocator.usableSize(resized.address())).isEqualTo(newSize);
                Inside.memory(allocator, resized.address(), newSize + 1).set(ValueLayout.JAVA_BYTE, newSize, (byte) 0);
                assertThatCode(() -> allocator.free(resized)).isInstanceOf(OverrunException.class);
                assertThat(allocator.stats().liveBlocks()).isZero();
                Inside.validate(allocator);
            }
        }
    }

    @Test
    void anArenasCloseReportsItAndGivesBackEverything() {
        try (Allocator allocator = Inside.open("recycling", "posix", "guard")) {
            Arena arena = allocator.confinedArena();
            MemorySegment block = arena.allocate(20_000);
            long chunk = block.address() & -16;
            arena.allocate(100_000);
            // The end of the chunk that is the block's own.
            Inside.memory(allocator, chunk, 20_001).set(ValueLayout.JAVA_BYTE, 20_000, (byte) 0);
            assertThatCode(arena::close).isInstanceOf(OverrunException.class);
            assertThat(arena.scope().isAlive()).isFalse();
            assertThat(allocator.stats().liveBlocks()).isZero();
            Inside.validate(allocator);
        }
    }

    /** Looks at the kernel's own account of the address space. */
    @ParameterizedTest
    @ValueSource(longs = {40_000, 1 << 20, 5 << 20})
    void anInaccessiblePageLiesBehindALargeBlock(long size) throws IOException {
        assumeThat(AddressSpace.MAPS).isReadable();
        try (Allocator allocator = Inside.open("recycling", "posix", "guard")) {
            // Several, for the system maps one next to the other.
            List<Long> blocks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                blocks.add(allocator.malloc(size));
            }
            for (long block : blocks) {
                long end = block + size + Canary.LEAST + 4095 & -4096;
                assertThat(AddressSpace.permissionsAt(end - 1)).startsWith("rw");
                assertThat(AddressSpace.permissionsAt(end)).startsWith("---");
                allocator.free(block);
            }
        }
    }
}
