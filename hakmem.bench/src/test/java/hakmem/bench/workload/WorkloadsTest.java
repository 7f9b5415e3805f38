package hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.bench.peer.CountingPeer;
import hakmem.bench.peer.Peer;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.peer.PeerFaultException;
import hakmem.bench.workload.WorkloadInfo.Trait;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every workload must keep, whatever it does. Waits are for the allocator's threads; a run that hangs fails. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class WorkloadsTest {
    /* Of what each does by default. */
    private static final double PART = 0.004;

    private static final int MOST_CHUNKS = 300;

    /* For runs that end early, with a fault: it must come to a few blocks. */
    private static final double LARGER_PART = 0.1;

    /* How many of its blocks are live at once is a matter of luck, and of strlen's one. */
    private static final Set<String> SELDOM_TWO_LIVE = Set.of("cache-thrash", "strlen");

    static Stream<Workload> workloads() {
        return Workloads.all().stream().filter(workload -> !workload.info().is(Trait.POOLS_ONLY));
    }

    private static WorkloadOptions options(Workload workload, int threads, boolean verify) {
        WorkloadOptions usual = workload.defaults(workload.info().is(Trait.FIXED_THREADS) ? 1 : threads);
        return new WorkloadOptions(
                usual.threads(),
                0.03,
                usual.scale() * PART,
                usual.minimum(),
                usual.maximum(),
                Math.min(usual.chunks(), MOST_CHUNKS),
                usual.seed(),
                verify);
    }

    /** Runs longer if need be: on a busy machine the threads of a short run may not get to do anything. */
    private static Outcome run(Workload workload, Peer peer, int threads, boolean verify) throws InterruptedException {
        WorkloadOptions options = options(workload, threads, verify);
        Outcome outcome = workload.run(peer, options);
        for (double seconds = 0.1; outcome.operations() == 0 && seconds < 30; seconds *= 2) {
            outcome = workload.run(peer, options.withSeconds(seconds));
        }
        return outcome;
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void atTheEndNothingIsLiveAndSomethingWasDone(Workload workload) throws Exception {
        for (boolean verify : new boolean[] {false, true}) {
            CountingPeer peer = new CountingPeer();

            Outcome outcome = run(workload, peer, 2, verify);

            assertThat(peer.live()).isZero();
            assertThat(peer.allocations()).isPositive();
            assertThat(outcome.operations()).isPositive();
            assertThat(outcome.nanos()).isPositive();
            assertThat(outcome.value()).isFinite();
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void aBlockThatIsGivenOutTwiceIsFoundWhenVerifying(Workload workload) {
        if (SELDOM_TWO_LIVE.contains(workload.info().name())) {
            return;
        }
        Peer peer = new CountingPeer.TwiceGiven(2);

        assertThatThrownBy(() -> workload.run(
                        peer,
                        options(workload, 3, true)
                                .withSeconds(20)
                                .withScale(workload.defaults(1).scale() * LARGER_PART)))
                .isInstanceOf(PeerFaultException.class);
    }

    @Test
    void aWorkloadThatReadsWhatItWroteFindsFaultsAnyhow() {
        Workload workload = Workloads.find("alloc-test");

        assertThatThrownBy(() -> workload.run(new CountingPeer.TwiceGiven(2), options(workload, 2, false)))
                .isInstanceOf(PeerFaultException.class)
                .hasMessageContaining("add up to");
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void theLoopAloneRunsForTheBaseLineOfMemory(Workload workload) throws Exception {
        try (Peer none = PeerCatalog.find("none").open()) {
            assertThat(run(workload, none, 2, false).operations()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void hakmemStandsItAndHasNothingLeft(Workload workload) throws Exception {
        try (Peer peer = PeerCatalog.find("hakmem+hardened").open()) {
            workload.run(peer, options(workload, 2, true));

            assertThat(peer.finish()).containsKey("threadHeaps"); // throws if a block is left
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void blocksThatOnlyTheirThreadMayFreeAreRefusedOrRespected(Workload workload) throws Exception {
        try (Peer confined = PeerCatalog.find("confined").open()) {
            if (workload.refuses(confined).isPresent()) {
                assertThat(workload.info().is(Trait.HANDS_OVER)).isTrue();
            } else {
                assertThat(run(workload, confined, 2, true).operations()).isPositive();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void blocksNamedByObjectsWillDo(Workload workload) throws Exception {
        try (Peer netty = PeerCatalog.find("netty-adaptive").open()) {
            assertThat(run(workload, netty, 2, true).operations()).isPositive();
        }
    }

    @Test
    void anAllocatorThatFailsEndsEveryWorkload() {
        workloads().forEach(workload -> {
            CountingPeer peer = new CountingPeer() {
                @Override
                public synchronized long malloc(long byteSize) {
                    if (allocations() == 3) {
                        throw new OutOfMemoryError("toy");
                    }
                    return super.malloc(byteSize);
                }

                @Override
                public synchronized long alignedAlloc(long byteAlignment, long byteSize) {
                    return malloc(byteSize);
                }
            };
            assertThatThrownBy(() -> workload.run(
                            peer,
                            options(workload, 2, false)
                                    .withSeconds(3600)
                                    .withScale(workload.defaults(1).scale() * LARGER_PART)))
                    .as(workload.info().name())
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessage("toy");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"larson-latency", "buffers-latency"})
    void latencyIsThatOfEveryCall(String name) throws Exception {
        Workload workload = Workloads.find(name);
        for (boolean verify : new boolean[] {false, true}) {
            Outcome outcome = run(workload, new CountingPeer(), 2, verify);

            Map<String, Map<String, Long>> latency = outcome.latency().orElseThrow();
            assertThat(latency.get("malloc")).containsEntry("count", outcome.operations());
            assertThat(latency.get("free")).containsEntry("count", outcome.operations());
            assertThat((long) outcome.details().get("clockNanos")).isNotNegative();
        }
    }

    @Test
    void aBurstTellsWhatIsResidentAfterEachRest() throws Exception {
        Workload burst = Workloads.find("burst");
        Outcome outcome = burst.run(new CountingPeer(), options(burst, 2, false));

        assertThat((List<?>) outcome.details().get("restRssBytes")).hasSize(2);
        assertThat((long) outcome.details().get("liveBytes")).isGreaterThan(1 << 20);
    }

    @Test
    void memoryIsComparedWithWhatWasLive() throws Exception {
        Workload idle = Workloads.find("idle-owner");
        try (Peer hakmem = PeerCatalog.find("hakmem").open()) {
            Outcome outcome = idle.run(hakmem, options(idle, 2, false));

            assertThat((long) outcome.details().get("peakLiveBytes")).isBetween(1L << 19, 1L << 20);
            assertThat((double) outcome.details().get("committedPerLive")).isGreaterThanOrEqualTo(1);
        }
    }

    @Test
    void blocksThatAreVerifiedAreFreedWithTheirSizesToo() throws Exception {
        CountingPeer peer = new CountingPeer() {
            @Override
            public synchronized void free(long address) {
                throw new AssertionError("without its size");
            }

            @Override
            public synchronized void free(long address, long byteSize) {
                super.free(address);
            }
        };
        Workload sized = Workloads.find("larson-sized");

        run(sized, peer, 2, true);

        assertThat(peer.live()).isZero();
    }

    @Test
    void namesAreUniqueAndKnownToTheResults() {
        assertThat(Workloads.all())
                .extracting(workload -> workload.info().name())
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> Workloads.find("nix"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("known are larson, ");
    }
}
