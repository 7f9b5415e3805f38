package hakmem.bench.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.bench.peer.AddressPeer;
import hakmem.bench.peer.ObjectPeer;
import hakmem.bench.peer.Peer;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.peer.PeerFaultException;
import hakmem.bench.peer.ToyPeer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotsTest {
    private final ToyPeer peer = new ToyPeer(16);

    @Test
    void aSlotHoldsABlockWhoseFirstTwoBytesAreWritten() {
        Slots slots = Slots.of(peer, 2, Touch.twoBytes());

        slots.allocate(1, 100);

        assertThat(slots.address(0)).isZero();
        assertThat(RawMemory.getByte(slots.address(1))).isEqualTo((byte) 'a');
        assertThat(RawMemory.getByte(slots.address(1) + 1)).isEqualTo((byte) 'b');
        assertThat(peer.live()).isEqualTo(1);
    }

    @Test
    void freeingAllFreesEachBlockOnceAndLeavesTheSlotsEmpty() {
        Slots slots = Slots.of(peer, 4, Touch.twoBytes());
        slots.allocate(0, 10);
        slots.allocate(2, 10);
        slots.swap(0, 3);
        slots.replace(2, 20);

        slots.freeAll(0, 4);
        slots.freeAll(0, 4);

        assertThat(peer.live()).isZero();
        assertThat(peer.allocations()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 8, 9, 15, 16, 17, 255, 1000})
    void anIntactBlockPassesTheCheckWhateverItsSize(int byteSize) {
        Slots slots = Slots.verifying(peer, 2, 99);

        slots.allocate(0, byteSize);
        slots.swap(0, 1);

        assertThatCode(() -> slots.freeAll(0, 2)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 15, 16, 18})
    void oneChangedByteIsFoundWhereverItLies(int offset) {
        Slots slots = Slots.verifying(peer, 1, 99);
        slots.allocate(0, 19);
        long address = slots.address(0) + offset;

        RawMemory.putByte(address, (byte) ~RawMemory.getByte(address));

        assertThatThrownBy(() -> slots.free(0))
                .isInstanceOf(PeerFaultException.class)
                .hasMessageContaining("block of 19 bytes at 0x")
                .hasMessageContaining("seed 99");
    }

    @Test
    void blocksThatOverlapAreFound() {
        Slots slots = Slots.verifying(new ToyPeer.Overlapping(16, 2), 2, 99);
        slots.allocate(0, 64);
        slots.allocate(1, 64);

        assertThatThrownBy(() -> slots.free(0)).isInstanceOf(PeerFaultException.class);
    }

    @Test
    void theSameBlockHandedOutTwiceIsFound() {
        Slots slots = Slots.verifying(stuckAt(peer.malloc(8)), 2, 99);
        slots.allocate(0, 64);
        slots.allocate(1, 64);

        assertThatThrownBy(() -> slots.free(0)).isInstanceOf(PeerFaultException.class);
    }

    @Test
    void aBlockThatIsNotAlignedIsFound() {
        Slots slots = Slots.verifying(stuckAt(peer.malloc(8) + 8), 1, 99);

        assertThatThrownBy(() -> slots.allocate(0, 64))
                .isInstanceOf(PeerFaultException.class)
                .hasMessageContaining("not aligned to 16 bytes");
    }

    @Test
    void anAlignmentThatWasAskedForIsChecked() {
        AddressPeer weak = new AddressPeer() {
            @Override
            public long alignment() {
                return 8;
            }

            @Override
            public long malloc(long byteSize) {
                return peer.malloc(byteSize) + 8;
            }

            @Override
            public long alignedAlloc(long byteAlignment, long byteSize) {
                return malloc(byteSize);
            }

            @Override
            public void free(long address) {}
        };
        Slots slots = Slots.verifying(weak, 2, 99);

        slots.allocate(0, 100);
        slots.allocate(1, 8, 100);
        assertThatThrownBy(() -> slots.allocate(1, 16, 100)).hasMessageContaining("not aligned to 16 bytes");
    }

    @Test
    void aBlockGoesWithItsSizeAndPatternWhenExchanged() {
        Slots slots = Slots.verifying(peer, 3, 99);
        slots.allocate(0, 100);
        slots.allocate(1, 20);

        slots.exchange(0, 1);
        slots.exchange(2, 1);

        assertThat(slots.isEmpty(1)).isTrue();
        assertThatCode(() -> slots.freeAll(0, 3)).doesNotThrowAnyException();
        assertThat(peer.live()).isZero();
    }

    @Test
    void exchangingLosesNoBlockAndDoublesNone() throws Exception {
        ToyPeer many = new ToyPeer(600);
        for (Slots slots : List.of(Slots.of(many, 600, Touch.ends()), Slots.verifying(many, 600, 99))) {
            Thread[] threads = new Thread[4];
            for (int i = 0; i < threads.length; i++) {
                int from = i * 100;
                threads[i] = Thread.ofPlatform().start(() -> {
                    for (int slot = from; slot < from + 50; slot++) {
                        slots.allocate(slot, 64);
                    }
                    for (int round = 0; round < 20_000; round++) {
                        slots.exchange(from + round * 7 % 100, 500 + round * 13 % 100);
                    }
                });
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(many.live()).isEqualTo(200);
            slots.freeAll(0, 600); // a block that is in two slots is freed twice, which the peer refuses
            assertThat(many.live()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 8, 255, 256, 999})
    void everyByteOfABlockIsWrittenAndNoneBeyond(int byteSize) {
        ToyPeer one = new ToyPeer(1);
        long only = one.malloc(1);
        RawMemory.fill(only, 1000, (byte) 0);
        one.free(only);
        Slots single = Slots.of(one, 1, Touch.everything());

        single.allocate(0, byteSize);

        assertThat(RawMemory.sum(only, 1000)).isEqualTo((long) byteSize * 'e');
    }

    @Test
    void aBlockIsFreedWithTheSizeItWasAllocatedWith() {
        Map<Long, Long> sizes = new HashMap<>();
        ToyPeer sized = new ToyPeer(4) {
            @Override
            public synchronized long malloc(long byteSize) {
                long address = super.malloc(byteSize);
                sizes.put(address, byteSize);
                return address;
            }

            @Override
            public void free(long address, long byteSize) {
                assertThat(sizes.remove(address)).isEqualTo(byteSize);
                free(address);
            }
        };
        Slots slots = Slots.sized(sized, 3, Touch.twoBytes());

        slots.allocate(0, 10);
        slots.allocate(1, 20);
        slots.swap(0, 1);
        slots.replace(1, 30);
        slots.freeAll(0, 3);

        assertThat(sized.live()).isZero();
        assertThat(sized.allocations()).isEqualTo(3);
    }

    @Test
    void callsAreTimedAndCountedUntilTheClockIsReset() {
        TimedSlots slots = new TimedSlots(peer, 4, Touch.ends(), 2);
        slots.allocate(0, 10);
        slots.reset();

        slots.replace(0, 20);
        slots.allocate(3, 20);
        slots.free(1); // empty: no call
        Map<String, Map<String, Long>> latency = slots.latency();

        assertThat(latency.get("malloc")).containsEntry("count", 2L);
        assertThat(latency.get("free")).containsEntry("count", 1L);
        assertThat(latency.get("malloc").keySet())
                .containsExactly("p50", "p90", "p99", "p99.9", "p99.99", "max", "count");
        assertThat(latency.get("malloc").get("max"))
                .isGreaterThanOrEqualTo(latency.get("malloc").get("p50"));
        slots.freeAll(0, 4);
    }

    /** An arena's close() throws in another thread, so it cannot go unnoticed if a block is not handed over. */
    @Test
    void blocksOfOneThreadAreAllocatedAnewByTheThreadThatTakesOver() throws Exception {
        try (Peer confined = PeerCatalog.find("confined").open()) {
            Slots slots = Slots.verifying(confined, 3, 99);
            slots.allocate(0, 100);
            slots.allocate(2, 7);
            slots.handOver(0, 3);
            assertThat(slots.address(0)).isZero();

            Throwable[] thrown = new Throwable[1];
            Thread other = Thread.ofPlatform()
                    .uncaughtExceptionHandler((thread, e) -> thrown[0] = e)
                    .start(() -> {
                        slots.takeOver(0, 3);
                        assertThat(slots.address(1)).isZero();
                        slots.replace(0, 50);
                        slots.freeAll(0, 3);
                    });
            other.join();

            assertThat(thrown[0]).isNull();
        }
    }

    @Test
    void blocksThatAnyThreadMayFreeStayWhereTheyAreAtAHandOver() throws Exception {
        try (Peer netty = PeerCatalog.find("netty-adaptive").open()) {
            assertThat(netty).isInstanceOf(ObjectPeer.class);
            Slots slots = Slots.verifying(netty, 1, 99);
            slots.allocate(0, 100);
            long address = slots.address(0);

            slots.handOver(0, 1);
            slots.takeOver(0, 1);

            assertThat(slots.address(0)).isEqualTo(address);
            slots.free(0);
        }
    }

    private static AddressPeer stuckAt(long address) {
        return new AddressPeer() {
            @Override
            public long malloc(long byteSize) {
                return address;
            }

            @Override
            public long alignedAlloc(long byteAlignment, long byteSize) {
                return address;
            }

            @Override
            public void free(long freed) {}
        };
    }
}
