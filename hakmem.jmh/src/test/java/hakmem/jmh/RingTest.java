package hakmem.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.bench.peer.AddressPeer;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RingTest {
    private static final int BLOCKS = 200_000;

    /** Numbers the blocks, and knows which must be freed next. */
    private static final class Numbered implements AddressPeer {
        private long allocated;
        private long freed;

        @Override
        public long malloc(long byteSize) {
            return ++allocated;
        }

        @Override
        public long alignedAlloc(long byteAlignment, long byteSize) {
            return malloc(byteSize);
        }

        @Override
        public void free(long address) {
            assertThat(address).isEqualTo(++freed);
        }
    }

    private static final class NumberedPeers extends Peers {
        NumberedPeers(AddressPeer peer) {
            addresses = peer;
        }
    }

    private final Numbered numbered = new Numbered();
    private final Peers peers = new NumberedPeers(numbered);
    private final Ring ring = new Ring();

    @Test
    void aRingIsFullWhenNothingIsTaken() {
        assertThat(ring.isEmpty()).isTrue();
        while (!ring.isFull()) {
            ring.produce(peers, 1);
            assertThat(ring.isEmpty()).isFalse();
        }
        assertThat(numbered.allocated).isEqualTo(1024);
        while (!ring.isEmpty()) {
            ring.consume(peers);
            assertThat(ring.isFull()).isFalse();
        }
        assertThat(numbered.freed).isEqualTo(1024);
    }

    @Test
    @Timeout(60)
    void everyBlockArrivesOnceAndInOrder() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread consumer = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < BLOCKS; i++) {
                    while (ring.isEmpty()) {
                        Thread.onSpinWait();
                    }
                    ring.consume(peers);
                }
            } catch (Throwable e) { // for the thread that asserts
                failure.set(e);
            }
        });
        for (int i = 0; i < BLOCKS; i++) {
            while (ring.isFull() && consumer.isAlive()) {
                Thread.onSpinWait();
            }
            ring.produce(peers, 1);
        }
        consumer.join();

        assertThat(failure.get()).isNull();
        assertThat(numbered.freed).isEqualTo(BLOCKS);
    }
}
