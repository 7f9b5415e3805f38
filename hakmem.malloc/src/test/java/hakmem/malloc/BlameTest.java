package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import hakmem.plugin.FaultyProviders;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemorySourceProvider;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program sees that knows the public API alone: a plug-in that goes wrong is named, and damages nothing. */
class BlameTest {
    @TempDir
    Path services;

    @AfterEach
    void behave() {
        System.clearProperty(FaultyProviders.FAULT);
        System.clearProperty(Hakmem.MEMORY_PROPERTY);
    }

    private interface Body {
        void run() throws Exception;
    }

    private void with(Class<?> service, Class<?> provider, Body body) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (PluginLoader loader = new PluginLoader(services, service, List.of(provider))) {
            thread.setContextClassLoader(loader);
            body.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Small blocks, runs of slabs, both on the way to the strategy. */
    @ParameterizedTest
    @CsvSource({
        "throws, 100, a fault of its own",
        "throws, 100000, a fault of its own",
        "nothing, 100, handed out no slab",
        "nothing, 100000, handed out no slab",
        "twice, 100, twice",
        "twice, 100000, twice"
    })
    void aStrategyThatGoesWrongIsNamedAndTheAllocatorIsAsItWas(String fault, int byteSize, String message)
            throws Exception {
        with(SharedPoolProvider.class, FaultyProviders.Strategy.class, () -> {
            try (Allocator allocator = Hakmem.builder().pool("faulty").build()) {
                List<MemorySegment> blocks = fill(allocator, byteSize);
                System.setProperty(FaultyProviders.FAULT, fault);
                assertThatThrownBy(() -> fillUp(allocator, byteSize, blocks))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContainingAll("pool strategy \"faulty\"", message);
                System.clearProperty(FaultyProviders.FAULT);
                check(blocks);
                assertThat(allocator.stats().liveBlocks()).isEqualTo(blocks.size());
                blocks.addAll(fill(allocator, byteSize));
                check(blocks);
                blocks.forEach(allocator::free);
                assertThat(allocator.stats().liveBlocks()).isZero();
                allocator.trim();
                assertThat(allocator.stats().committedBytes()).isLessThanOrEqualTo(SuperSlab.BYTES);
                ((MallocAllocator) allocator).validate();
            }
        });
    }

    @Test
    void aMemorySourceThatFailsIsNamedAndNotTheStrategy() throws Exception {
        with(MemorySourceProvider.class, FaultyProviders.Source.class, () -> {
            for (String strategy : List.of("recycling", "fixed", "locked")) {
                try (Allocator allocator =
                        Hakmem.builder().pool(strategy).memorySource("brittle").build()) {
                    System.setProperty(FaultyProviders.FAULT, "throws");
                    assertThatThrownBy(() -> allocator.malloc(100))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContainingAll("memory source \"brittle\"", "a fault of its own")
                            .hasMessageNotContaining("strategy");
                    System.clearProperty(FaultyProviders.FAULT);
                    assertThat(allocator.stats().liveBlocks()).isZero();
                    allocator.free(allocator.malloc(100));
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMemorySourceThatDoesNotWorkHereIsNamedWithTheReasonAndWhoChoseIt(boolean byProperty) throws Exception {
        with(MemorySourceProvider.class, FaultyProviders.Source.class, () -> {
            System.setProperty(FaultyProviders.FAULT, "unusable");
            Allocator.Builder builder;
            if (byProperty) {
                System.setProperty(Hakmem.MEMORY_PROPERTY, "brittle");
                builder = Hakmem.builder();
            } else {
                builder = Hakmem.builder().memorySource("brittle");
            }
            assertThatThrownBy(builder::build)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContainingAll(
                            "memory source \"brittle\"",
                            "there is no such device",
                            byProperty ? "system property " + Hakmem.MEMORY_PROPERTY : "builder");
        });
    }

    private static List<MemorySegment> fill(Allocator allocator, int byteSize) {
        List<MemorySegment> blocks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            blocks.add(mark(allocator.allocate(byteSize, 8)));
        }
        return blocks;
    }

    /** Until the strategy is asked for something. */
    private static void fillUp(Allocator allocator, int byteSize, List<MemorySegment> blocks) {
        for (int i = 0; i < 100_000; i++) {
            blocks.add(mark(allocator.allocate(byteSize, 8)));
        }
    }

    private static MemorySegment mark(MemorySegment block) {
        block.set(ValueLayout.JAVA_LONG, 0, block.address());
        block.set(ValueLayout.JAVA_LONG_UNALIGNED, block.byteSize() - 8, ~block.address());
        return block;
    }

    private static void check(List<MemorySegment> blocks) {
        assertThat(blocks)
                .allMatch(block -> block.get(ValueLayout.JAVA_LONG, 0) == block.address()
                        && block.get(ValueLayout.JAVA_LONG_UNALIGNED, block.byteSize() - 8) == ~block.address());
    }
}
