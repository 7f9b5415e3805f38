package hakmem.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.bench.peer.ToyPeer;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class MemorySamplerTest {
    private final CountDownLatch enough = new CountDownLatch(4);

    /** Commits less and less. */
    private final ToyPeer peer = new ToyPeer(1) {
        private long committed = 1 << 20;

        @Override
        public synchronized OptionalLong committedBytes() {
            enough.countDown();
            committed /= 2;
            return OptionalLong.of(committed);
        }
    };

    @Test
    void theHighestSampleIsThePeakAndSamplesAreInOrder() throws Exception {
        MemorySampler sampler = new MemorySampler(peer, true);
        sampler.start();
        enough.await();
        sampler.stop();

        assertThat(sampler.peakCommitted()).isEqualTo(1 << 19);
        assertThat(sampler.committed()).hasSizeGreaterThanOrEqualTo(3).hasSameSizeAs(sampler.resident());
        assertThat(sampler.committed()).extracting(sample -> sample.getFirst()).isSorted();
        assertThat(sampler.resident()).allMatch(sample -> sample.getLast() > 1 << 20);
    }

    @Test
    void whereMemoryIsNotTheSubjectOnlyThePeakIsKept() throws Exception {
        MemorySampler sampler = new MemorySampler(peer, false);
        sampler.start();
        sampler.stop();

        assertThat(sampler.peakCommitted()).isPositive();
        assertThat(sampler.resident()).isNull();
        assertThat(sampler.committed()).isNull();
    }

    @Test
    void anAllocatorThatTellsNothingIsNotLookedAt() throws Exception {
        MemorySampler sampler = new MemorySampler(new ToyPeer(1), false);
        sampler.start();
        sampler.stop();

        assertThat(sampler.peakCommitted()).isNull();
    }

    @Test
    void aFailureWhileLookingFailsTheRun() {
        ToyPeer broken = new ToyPeer(1) {
            private int looks;

            @Override
            public synchronized OptionalLong committedBytes() {
                looks++;
                if (looks > 1) {
                    throw new IllegalStateException("toy");
                }
                return OptionalLong.of(1);
            }
        };
        MemorySampler sampler = new MemorySampler(broken, false);
        sampler.start();

        assertThatThrownBy(sampler::stop)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("toy");
    }
}
