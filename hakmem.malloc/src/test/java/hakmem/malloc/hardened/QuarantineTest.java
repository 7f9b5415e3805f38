package hakmem.malloc.hardened;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.Allocator;
import hakmem.api.DoubleFreeException;
import hakmem.api.Hakmem;
import hakmem.api.Hardening;
import hakmem.api.InvalidFreeException;
import hakmem.malloc.Inside;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A freed block is not handed out again for a while. */
class QuarantineTest {
    private static Allocator open() {
        return Inside.open("recycling", "posix", "quarantine");
    }

    @Test
    void aBlockComesBackOnlyAfterAsManyFreesAsThereIsRoomFor() {
        try (Allocator allocator = open()) {
            long block = allocator.malloc(16);
            allocator.free(block);
            int room = Quarantine.MAX_BLOCKS / Stripes.COUNT;
            for (int i = 1; i < room; i++) {
                long other = allocator.malloc(16);
                assertThat(other).isNotEqualTo(block);
                allocator.free(other);
            }
            assertThat(allocator.stats().quarantinedBlocks()).isEqualTo(room);
            assertThat(allocator.stats().quarantinedBytes()).isEqualTo(16L * room);
            Inside.validate(allocator);
            // The first in is the first out.
            allocator.free(allocator.malloc(16));
            Set<Long> next = new HashSet<>();
            for (int i = 0; i < 2 * room; i++) {
                next.add(allocator.malloc(16));
            }
            assertThat(next).contains(block);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {16, 3000, 32_768, 200_000, 3 << 20})
    void itIsBoundedInBytes(long size) {
        try (Allocator allocator = open()) {
            for (int i = 0; i < 2000; i++) {
                allocator.free(allocator.malloc(size));
                assertThat(i % 100 != 0 || allocator.stats().quarantinedBytes() <= Quarantine.MAX_BYTES)
                        .isTrue();
            }
            assertThat(allocator.stats().quarantinedBlocks()).isPositive();
            Inside.validate(allocator);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {16, 3000, 200_000, 3 << 20, 64 << 20})
    void aBlockInItIsNoLiveBlock(long size) {
        try (Allocator allocator = open()) {
            long block = allocator.malloc(size);
            allocator.free(block);
            assertThat(allocator.stats().liveBlocks()).isZero();
            assertThat(allocator.stats().liveBytes()).isZero();
            assertThat(allocator.stats().largeBlocks()).isZero();
            assertThatThrownBy(() -> allocator.free(block))
                    .isExactlyInstanceOf(DoubleFreeException.class)
                    .hasMessageContaining("0x%x".formatted(block));
            assertThatThrownBy(() -> allocator.realloc(block, 5)).isInstanceOf(InvalidFreeException.class);
            assertThatThrownBy(() -> allocator.usableSize(block)).isInstanceOf(InvalidFreeException.class);
            assertThatThrownBy(() -> allocator.free(block + 1)).isExactlyInstanceOf(InvalidFreeException.class);
            Inside.validate(allocator);
        }
    }

    @Test
    void trimEmptiesIt() {
        try (Allocator allocator = open()) {
            List<Long> blocks = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                blocks.add(allocator.malloc(10L * i));
            }
            blocks.forEach(allocator::free);
            assertThat(allocator.stats().quarantinedBlocks()).isPositive();
            allocator.trim();
            assertThat(allocator.stats().quarantinedBlocks()).isZero();
            assertThat(allocator.stats().committedBytes()).isZero();
        }
    }

    /** What it holds would be missed where the limit is reached. */
    @ParameterizedTest
    @ValueSource(strings = {"quarantine", "random", "true"})
    void memoryIsRefusedOnlyWhenNothingIsHeldBackAnyMore(String hardening) {
        long limit = 16 << 20;
        try (Allocator allocator = Hakmem.builder()
                .limit(limit)
                .hardened(Hardening.parse(hardening))
                .build()) {
            for (long size : new long[] {100, 40_000, 6000, 1 << 20, 64}) {
                List<Long> blocks = new ArrayList<>();
                for (long bytes = 0; bytes < limit * 3 / 4; bytes += size + size / 4) {
                    blocks.add(allocator.malloc(size));
                }
                blocks.forEach(allocator::free);
            }
            assertThat(allocator.stats().liveBlocks()).isZero();
            Inside.validate(allocator);
        }
    }

    @Test
    void randomChoiceTakesNoBlockTwiceAndHasNoFixedOrder() {
        List<List<Long>> orders = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (Allocator allocator = Inside.open("recycling", "posix", "random")) {
                List<Long> offsets = new ArrayList<>();
                long first = allocator.malloc(64) & -65536;
                for (int i = 0; i < 200; i++) {
                    offsets.add(allocator.malloc(64) - first);
                }
                Set<Long> distinct = new HashSet<>(offsets);
                assertThat(distinct).hasSameSizeAs(offsets);
                assertThat(offsets.stream().sorted().toList()).isNotEqualTo(offsets);
                orders.add(offsets);
            }
        }
        // Equal by accident once in 32^200 runs.
        assertThat(orders.get(0)).isNotEqualTo(orders.get(1));
    }

    @Test
    void withoutRandomChoiceTheLastFreedIsTheNext() {
        try (Allocator allocator = Inside.open("recycling", "posix", "poison")) {
            long block = allocator.malloc(64);
            allocator.free(block);
            assertThat(allocator.malloc(64)).isEqualTo(block);
        }
    }
}
