package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.api.Allocator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Everything at once: blocks of all sizes that threads of all kinds allocate in all ways, hand to one another, resize and
 * free. Each block is full of words that name it, looked at whenever it changes hands. Takes about a second for each
 * strategy; {@code -Dhakmem.torture.factor=100} makes it a hundred times as long.
 */
class TortureTest {
    private static final long SEED = 20261123;
    private static final int FACTOR = Integer.getInteger("hakmem.torture.factor", 1);
    private static final int SLOTS = 300;

    /** From this size on not every word is written. */
    private static final long DENSE = 1024;

    private static final int STRIDE = 512;

    private Allocator allocator;

    /** Blocks wait here for whoever comes next. */
    private final AtomicReferenceArray<Block> exchange = new AtomicReferenceArray<>(SLOTS);

    private final AtomicInteger serial = new AtomicInteger();

    private record Block(long address, long byteSize, long name) {}

    @ParameterizedTest
    @Timeout(value = 60 + 20L * 60, unit = TimeUnit.SECONDS)
    @CsvSource(
            delimiter = ';',
            value = {
                "recycling; posix; false",
                "fixed; posix; false",
                "locked; posix; false",
                "recycling; mapped; false",
                "recycling; posix; true",
                "recycling; mapped; true",
                "recycling; posix; poison",
                "recycling; posix; quarantine",
                "recycling; posix; guard",
                "recycling; posix; random",
                "recycling; posix; decommit",
            })
    void blocksKeepTheirContentsAndNothingIsLost(String strategy, String source, String hardening) throws Exception {
        System.out.println("seed " + SEED + ", " + strategy + " on " + source + ", hardened " + hardening);
        allocator = Inside.open(strategy, source, hardening);
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            tasks.add(start(Thread.ofPlatform(), i, 15_000));
        }
        // Threads that come and go, one after the other, beside those that stay.
        for (int i = 0; i < 100 * FACTOR; i++) {
            FutureTask<Void> shortLived = start(Thread.ofPlatform(), 1000 + i, 50);
            tasks.add(start(Thread.ofVirtual(), 1_000_000 + 2 * i, 50));
            tasks.add(start(Thread.ofVirtual(), 1_000_001 + 2 * i, 50));
            shortLived.get();
        }
        for (FutureTask<Void> task : tasks) {
            task.get();
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            Block block = exchange.getAndSet(slot, null);
            if (block != null) {
                verify(block, block.byteSize);
                allocator.free(block.address);
            }
        }
        assertThat(allocator.stats().liveBlocks()).isZero();
        assertThat(allocator.stats().lateDoubleFrees()).isZero();
        Inside.validate(allocator);
        allocator.trim();
        if (source.equals("posix")) {
            // The housekeeper may have something in its hands; that it goes back is the test, and the timeout the
            // failure.
            while (allocator.stats().committedBytes() > 0) {
                allocator.trim();
            }
        }
        Inside.validate(allocator);
        allocator.close();
    }

    private FutureTask<Void> start(Thread.Builder builder, int number, int steps) {
        boolean stays = number < 1000;
        Random random = new Random(SEED + number);
        Callable<Void> body = () -> {
            for (int step = 0; step < (stays ? steps * FACTOR : steps); step++) {
                step(random);
            }
            return null;
        };
        FutureTask<Void> task = new FutureTask<>(body);
        builder.start(task);
        return task;
    }

    private void step(Random random) {
        Block block = allocate(random);
        Block other = exchange.getAndSet(random.nextInt(SLOTS), block);
        if (other != null) {
            verify(other, other.byteSize);
            switch (random.nextInt(6)) {
                case 0 -> other = exchange.getAndSet(random.nextInt(SLOTS), resize(other, random));
                case 1 -> {
                    allocator.free(Inside.memory(allocator, other.address, other.byteSize));
                    other = null;
                }
                default -> {}
            }
            if (other != null) {
                verify(other, other.byteSize);
                allocator.free(other.address);
            }
        }
        switch (random.nextInt(400)) {
            case 0 -> allocator.trim();
            case 1 -> assertThat(allocator.stats().liveBlocks()).isNotNegative();
            default -> {
                if (random.nextInt(10) == 0) {
                    useArena(random);
                }
            }
        }
    }

    private Block allocate(Random random) {
        long byteSize = byteSize(random);
        long alignment = 16;
        long address;
        switch (random.nextInt(5)) {
            case 0 -> address = allocator.malloc(byteSize);
            case 1 -> {
                address = allocator.calloc(byteSize, 1);
                requireZero(Inside.memory(allocator, address, byteSize));
            }
            case 2 -> {
                alignment = 1L << random.nextInt(random.nextInt(50) == 0 ? 22 : 13);
                address = allocator.alignedAlloc(alignment, byteSize);
            }
            case 3 -> {
                alignment = 1L << random.nextInt(8);
                address = allocator.allocate(byteSize, alignment).address();
            }
            default -> address = allocator.realloc(0, byteSize);
        }
        require(address % Math.max(alignment, 16) == 0, address, byteSize, "is not aligned to " + alignment);
        require(allocator.usableSize(address) >= byteSize, address, byteSize, "is too small");
        Block block = new Block(address, byteSize, serial.incrementAndGet() * 0x9e37_79b9_7f4a_7c15L);
        write(block);
        return block;
    }

    /** Mostly small, up to 8 MiB. */
    private static long byteSize(Random random) {
        int kind = random.nextInt(1000);
        if (kind < 700) {
            return random.nextInt(513);
        }
        if (kind < 900) {
            return random.nextInt(8 << 10);
        }
        if (kind < 970) {
            return random.nextInt(64 << 10);
        }
        return kind < 995 ? random.nextInt(1 << 20) : random.nextInt((8 << 20) + 1);
    }

    private Block resize(Block block, Random random) {
        long byteSize = random.nextBoolean() ? byteSize(random) : block.byteSize * (1 + random.nextInt(3)) / 2;
        long address = allocator.realloc(block.address, byteSize);
        long kept = Math.min(block.byteSize, byteSize);
        verify(new Block(address, block.byteSize, block.name), kept);
        Block resized = new Block(address, byteSize, block.name + 1);
        write(resized);
        return resized;
    }

    private void useArena(Random random) {
        try (Arena arena = random.nextInt(20) == 0 ? allocator.sharedArena() : allocator.confinedArena()) {
            List<MemorySegment> segments = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                MemorySegment segment = arena.allocate(random.nextInt(random.nextInt(20) == 0 ? 40_000 : 400));
                requireZero(segment);
                segment.fill((byte) i);
                segments.add(segment);
            }
            byte last = (byte) (segments.size() - 1);
            for (MemorySegment segment : segments) {
                if (segment.byteSize() > 0) {
                    byte expected = last--;
                    require(
                            segment.get(ValueLayout.JAVA_BYTE, 0) == expected
                                    && segment.get(ValueLayout.JAVA_BYTE, segment.byteSize() - 1) == expected,
                            segment.address(),
                            segment.byteSize(),
                            "of an arena was written by another");
                } else {
                    last--;
                }
            }
        }
    }

    private void write(Block block) {
        MemorySegment memory = Inside.memory(allocator, block.address, block.byteSize);
        for (long at = 0; at + Long.BYTES <= block.byteSize; at += next(at, block.byteSize)) {
            memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at, block.name ^ at);
        }
        if (block.byteSize > 0) {
            memory.set(ValueLayout.JAVA_BYTE, block.byteSize - 1, (byte) block.name);
        }
    }

    /** Looks at the words among the first bytes of a block, and at its last byte if that is among them. */
    private void verify(Block block, long kept) {
        MemorySegment memory = Inside.memory(allocator, block.address, kept);
        // The last byte is written last, over a part of a word.
        boolean whole = kept == block.byteSize;
        long end = whole ? kept - 1 : kept;
        for (long at = 0; at + Long.BYTES <= end; at += next(at, block.byteSize)) {
            long word = memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
            if (at + Long.BYTES < block.byteSize && word != (block.name ^ at)) {
                require(
                        false,
                        block.address,
                        block.byteSize,
                        "was written by another " + at + " bytes after its start");
            }
        }
        require(
                !whole || kept == 0 || memory.get(ValueLayout.JAVA_BYTE, kept - 1) == (byte) block.name,
                block.address,
                block.byteSize,
                "was written by another at its end");
    }

    private static long next(long at, long byteSize) {
        return byteSize < DENSE || at < STRIDE ? Long.BYTES : STRIDE;
    }

    private static void requireZero(MemorySegment memory) {
        for (long at = 0; at < memory.byteSize(); at += memory.byteSize() < DENSE ? 1 : 61) {
            if (memory.get(ValueLayout.JAVA_BYTE, at) != 0) {
                require(false, memory.address(), memory.byteSize(), "is not zero at " + at);
            }
        }
    }

    private static void require(boolean holds, long address, long byteSize, String otherwise) {
        if (!holds) {
            throw new AssertionError(
                    "seed %d: the block of %d bytes at 0x%x %s".formatted(SEED, byteSize, address, otherwise));
        }
    }
}
