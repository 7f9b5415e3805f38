package hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.bench.peer.AddressPeer;
import hakmem.bench.peer.Peer;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.peer.PeerFaultException;
import hakmem.bench.peer.ToyPeer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlabTrafficTest {
    private static final int SLOTS = 16;

    private final SlabTraffic traffic = new SlabTraffic();

    private static WorkloadOptions options(int threads, boolean verify) {
        return new WorkloadOptions(threads, 0.05, 2, 9, SLOTS, 4141, verify);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void atTheEndNothingIsHeldAndEveryOperationWasCounted(boolean verify) throws InterruptedException {
        ToyPeer peer = new ToyPeer(2 * SLOTS);

        Outcome outcome = traffic.run(peer, options(2, verify));

        assertThat(peer.live()).isZero();
        // Acquisitions and releases take turns in each slot; the last releases are not counted.
        assertThat(2 * peer.allocations() - outcome.operations()).isBetween(0L, 2L * SLOTS);
        assertThat(outcome.operations()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool:recycling", "pool:fixed", "pool:locked"})
    void everyStrategyStandsItAndCountsItsStages(String name) throws Exception {
        try (Peer peer = PeerCatalog.find(name).open()) {
            traffic.run(peer, options(3, false));
            Map<String, Object> figures = peer.finish();

            assertThat(figures).containsEntry("poolStrategy", name.substring("pool:".length()));
            assertThat((long) figures.get("commits")).isBetween(1L, 3L);
            assertThat((long) figures.get("emptySlabHits")).isPositive();
        }
    }

    @Test
    void blocksThatOverlapAreFoundWhenVerifying() {
        Peer peer = new ToyPeer.Overlapping(8 * SLOTS, 50);
        WorkloadOptions large = new WorkloadOptions(1, 5, 900, 999, SLOTS, 4141, true);

        assertThatThrownBy(() -> traffic.run(peer, large)).isInstanceOf(PeerFaultException.class);
    }

    @Test
    void aSlabThatIsHeldStillIsAFault() throws Exception {
        try (Peer peer = PeerCatalog.find("pool:recycling").open()) {
            ((AddressPeer) peer).malloc(3);

            assertThatThrownBy(peer::finish)
                    .isInstanceOf(PeerFaultException.class)
                    .hasMessageContaining("every slab was released, but there is");
        }
    }
}
