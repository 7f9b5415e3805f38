package hakmem.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.api.PoolStats;
import java.util.List;
import org.junit.jupiter.api.Test;

class HakmemPeerTest {
    private final Allocator allocator = mock(Allocator.class);
    private final HakmemPeer peer = new HakmemPeer(allocator);

    private static AllocatorStats stats(long liveBlocks, long lateDoubleFrees) {
        PoolStats pool = new PoolStats(1, 2, 10, 3, 4, 5, 6, 7, 8, 9);
        return new AllocatorStats(
                1 << 30,
                1 << 21,
                16 * liveBlocks,
                liveBlocks,
                0,
                0,
                0,
                0,
                0,
                1,
                0,
                0,
                0,
                0,
                0,
                3,
                190,
                lateDoubleFrees,
                "recycling",
                "posix",
                pool,
                List.of());
    }

    @Test
    void blocksLeftAtTheEndAreAFault() {
        when(allocator.stats()).thenReturn(stats(2, 0));
        assertThatThrownBy(peer::finish)
                .isInstanceOf(PeerFaultException.class)
                .hasMessageContaining("2 live blocks of 32 bytes");
    }

    @Test
    void aDoubleFreeFoundLateIsAFault() {
        when(allocator.stats()).thenReturn(stats(0, 1));
        assertThatThrownBy(peer::finish).isInstanceOf(PeerFaultException.class).hasMessageContaining("1 double frees");
    }

    @Test
    void theFiguresTellOfThreadHeapsAndThePool() {
        when(allocator.stats()).thenReturn(stats(0, 0));
        assertThat(peer.finish())
                .containsEntry("threadHeaps", 3)
                .containsEntry("adoptedHeaps", 190L)
                .containsEntry("poolStrategy", "recycling")
                .containsEntry("commits", 3L);
    }

    @Test
    void callsGoToTheAllocator() {
        when(allocator.malloc(24)).thenReturn(4096L);
        assertThat(peer.malloc(24)).isEqualTo(4096);
        peer.free(4096);
        verify(allocator).free(4096);
        peer.close();
        verify(allocator).close();
    }
}
