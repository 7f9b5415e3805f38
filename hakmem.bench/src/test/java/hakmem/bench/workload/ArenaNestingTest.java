package hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.bench.peer.ObjectPeer;
import hakmem.bench.peer.Peer;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.peer.PeerFaultException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArenaNestingTest {
    private final Workload arenas = Workloads.find("arenas");

    private WorkloadOptions options(boolean verify) {
        return arenas.defaults(2).withSeconds(0.06).with(WorkloadOptions.SEED, verify);
    }

    /** An allocator whose arenas are of a kind. */
    private static Peer withArenas(Supplier<Arena> opener) {
        return new ObjectPeer() {
            @Override
            public Optional<Supplier<Arena>> arenas() {
                return Optional.of(opener);
            }

            @Override
            public Object allocate(long byteSize) {
                throw new AssertionError("it has arenas");
            }

            @Override
            public Object allocate(long byteAlignment, long byteSize) {
                throw new AssertionError("it has arenas");
            }

            @Override
            public long address(Object block) {
                throw new AssertionError("it has arenas");
            }

            @Override
            public long byteSize(Object block) {
                throw new AssertionError("it has arenas");
            }

            @Override
            public void free(Object block) {
                throw new AssertionError("it has arenas");
            }
        };
    }

    private abstract static class Delegating implements Arena {
        private final Arena arena = Arena.ofConfined();

        @Override
        public MemorySegment allocate(long byteSize, long byteAlignment) {
            return arena.allocate(byteSize, byteAlignment);
        }

        @Override
        public MemorySegment.Scope scope() {
            return arena.scope();
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hakmem", "confined", "shared", "glibc", "netty-pooled"})
    void arenasOfEveryKindAreOpenedAndClosed(String name) throws Exception {
        try (Peer peer = PeerCatalog.find(name).open()) {
            for (boolean verify : new boolean[] {false, true}) {
                Outcome outcome = arenas.run(peer, options(verify));

                assertThat(outcome.details()).containsOnlyKeys("nanos1Blocks", "nanos8Blocks", "nanos64Blocks");
                assertThat(outcome.operations() % 3).isZero();
            }
            peer.finish();
        }
    }

    @Test
    void memoryThatIsNotZeroIsFoundWhenVerifying() {
        Peer peer = withArenas(() -> new Delegating() {
            @Override
            public MemorySegment allocate(long byteSize, long byteAlignment) {
                return super.allocate(byteSize, byteAlignment).fill((byte) 7);
            }
        });

        assertThatThrownBy(() -> arenas.run(peer, options(true)))
                .isInstanceOf(PeerFaultException.class)
                .hasMessageContaining("stands 7 instead of 0");
    }

    @Test
    void anArenaThatDoesNotCloseIsFoundWhenVerifying() {
        Peer peer = withArenas(() -> new Delegating() {
            @Override
            public void close() {
                // forgets to
            }
        });

        assertThatThrownBy(() -> arenas.run(peer, options(true)))
                .isInstanceOf(PeerFaultException.class)
                .hasMessageContaining("is still alive");
    }
}
