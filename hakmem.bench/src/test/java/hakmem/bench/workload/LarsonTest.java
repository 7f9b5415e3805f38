package hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.bench.peer.Peer;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.peer.PeerFaultException;
import hakmem.bench.peer.ToyPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LarsonTest {
    private static final int CHUNKS = 50;

    private final Larson larson = new Larson(2000);

    private static WorkloadOptions options(int threads, boolean verify) {
        return new WorkloadOptions(threads, 0.05, 8, 999, CHUNKS, 4141, verify);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theNumberOfLiveBlocksIsFixedAndAtTheEndThereAreNone(int threads) throws Exception {
        ToyPeer peer = new ToyPeer(threads * CHUNKS);

        Outcome outcome = larson.run(peer, options(threads, true));

        assertThat(peer.live()).isZero();
        assertThat(peer.peakLive()).isEqualTo(threads * CHUNKS);
        assertThat(outcome.operations()).isPositive();
        assertThat(outcome.value()).isPositive();
    }

    @Test
    void everyReplacementIsCountedAndNoneOfThePreparation() throws Exception {
        ToyPeer peer = new ToyPeer(CHUNKS);

        Outcome outcome = larson.run(peer, options(1, false));

        assertThat(outcome.operations()).isEqualTo(peer.allocations() - CHUNKS - 4 * CHUNKS);
    }

    @Test
    void aThreadIsReplacedAfterItsShareOfOperations() throws Exception {
        Outcome outcome = larson.run(new ToyPeer(2 * CHUNKS), options(2, false));

        // Threads that were stopped before their share was done are the last of their lane, so two at most.
        long shares = outcome.operations() / 2000;
        assertThat((long) outcome.details().get("threadsStarted")).isBetween(shares, shares + 2);
    }

    @Test
    void sizesStayWithinTheBounds() throws Exception {
        long[] bounds = {Long.MAX_VALUE, Long.MIN_VALUE};
        ToyPeer peer = new ToyPeer(CHUNKS) {
            @Override
            public synchronized long malloc(long byteSize) {
                bounds[0] = Math.min(bounds[0], byteSize);
                bounds[1] = Math.max(bounds[1], byteSize);
                return super.malloc(byteSize);
            }
        };

        larson.run(peer, new WorkloadOptions(1, 0.05, 8, 40, CHUNKS, 4141, false));

        assertThat(bounds).containsExactly(8, 40);
    }

    @Test
    void overlappingBlocksAreFoundWhenVerifying() {
        ToyPeer peer = new ToyPeer.Overlapping(CHUNKS * 4, 1000);

        assertThatThrownBy(() -> larson.run(peer, options(2, true)))
                .isInstanceOf(PeerFaultException.class)
                .hasMessageContaining("was changed while live");
    }

    @Test
    void anErrorOfTheAllocatorEndsTheRun() {
        ToyPeer peer = new ToyPeer(CHUNKS) {
            @Override
            public synchronized long malloc(long byteSize) {
                if (allocations() == 10_000) {
                    throw new OutOfMemoryError("toy");
                }
                return super.malloc(byteSize);
            }
        };

        assertThatThrownBy(() -> larson.run(peer, new WorkloadOptions(1, 3600, 8, 999, CHUNKS, 4141, false)))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("toy");
    }

    @Test
    void blocksConfinedToTheirThreadSurviveItsReplacement() throws Exception {
        try (Peer peer = PeerCatalog.find("confined").open()) {
            Outcome outcome = larson.run(peer, options(2, true));

            assertThat((long) outcome.details().get("threadsStarted")).isGreaterThan(2);
        }
    }
}
