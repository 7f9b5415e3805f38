package hakmem.large;

import static hakmem.large.Fixture.KIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.DoubleFreeException;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptRunsTest {
    /** More than live runs for each that may be kept: were what others keep taken for live, it would never become less. */
    private static final int THREADS = 24;

    private static final int EACH = 100;

    private final Fixture fixture = new Fixture();
    private final LargeBlocks blocks = fixture.blocks;

    @AfterEach
    void close() {
        fixture.close();
    }

    /** So many runs of one slab that some may be kept, and that the count is looked at. */
    private List<Long> allocate(int count) throws Exception {
        List<Long> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            addresses.add(blocks.allocate(40 * KIB, 16));
        }
        return addresses;
    }

    private long active() {
        long[] active = new long[1];
        Region region = fixture.region;
        region.forEachSuperSlab(superSlab -> {
            for (int slot = 0; slot < SuperSlab.SLABS; slot++) {
                active[0] += superSlab.slab(slot).state() == Slab.State.ACTIVE ? 1 : 0;
            }
        });
        return active[0];
    }

    @Test
    void whatWasFreedLastIsTheNextRunAndThePoolIsNotAsked() throws Exception {
        List<Long> live = allocate(64);
        for (int i = 0; i < 16; i++) {
            blocks.free(live.removeLast());
            blocks.validate();
        }
        assertThat(active()).as("of 48 live runs three may be kept").isEqualTo(48 + 3);
        assertThat(blocks.stats().liveRuns()).isEqualTo(48);
        long freed = live.removeLast();
        blocks.free(freed);
        blocks.validate();
        assertThat(active()).as("and of 47 two").isEqualTo(47 + 2);
        live.add(blocks.allocate(64 * KIB, 16));
        freed = live.removeLast();
        blocks.free(freed);
        assertThat(active()).isEqualTo(47 + 2);

        long again = blocks.allocate(64 * KIB, 16);

        assertThat(again).isEqualTo(freed);
        assertThat(active()).isEqualTo(48 + 1);
        live.add(again);
        live.forEach(blocks::free);
        blocks.validate();
        fixture.checkEmpty();
    }

    @Test
    void whoFreesEverythingKeepsNextToNothing() throws Exception {
        List<Long> live = allocate(64);
        for (long address : live) {
            blocks.free(address);
            blocks.validate();
        }
        assertThat(active()).isZero();
        fixture.checkEmpty();
    }

    /** A run that has become one of several slabs, or of one, is counted as what it ends as. */
    @Test
    void whoResizesAndFreesEverythingKeepsNextToNothingAndKeepsAgainLater() throws Exception {
        for (boolean grow : new boolean[] {true, false}) {
            for (int i = 0; i < 1000; i++) {
                long address = blocks.allocate((grow ? 40 : 100) * KIB, 16);
                assertThat(blocks.resize(address, (grow ? 100 : 40) * KIB)).isTrue();
                blocks.free(address);
            }
            List<Long> live = allocate(64);
            for (int i = 0; i < 16; i++) {
                blocks.free(live.removeLast());
            }
            assertThat(active() - live.size())
                    .as("of 48 live runs three may be kept")
                    .isBetween(1L, 4L);
            live.forEach(blocks::free);
            assertThat(active()).isZero();
        }
        fixture.checkEmpty();
    }

    /** Each of them has places of its own, and what lies in those of the others is not live. */
    @Test
    void manyThreadsThatFreeEverythingKeepNextToNothing() throws Exception {
        KeptRuns kept = new KeptRuns();
        Slab any = fixture.region.commit().slab(0); // one stands for all: what is kept is not looked at
        List<ExecutorService> threads = new ArrayList<>();
        try {
            for (int i = 0; i < THREADS; i++) {
                ExecutorService thread = Executors.newSingleThreadExecutor();
                threads.add(thread);
                assertThat(thread.submit(kept::take).get()).isNull();
                thread.submit(() -> kept.count(EACH)).get();
            }
            for (int block = 0; block < EACH; block++) {
                for (ExecutorService thread : threads) {
                    thread.submit(() -> free(kept, any)).get();
                }
            }
        } finally {
            threads.forEach(ExecutorService::shutdownNow);
        }
        int[] left = new int[1];
        kept.forEach(slab -> left[0]++);
        assertThat(left[0]).as("kept, though nothing is live").isLessThanOrEqualTo(THREADS);
        fixture.region.decommit(any.superSlab());
    }

    private static void free(KeptRuns kept, Slab slab) {
        for (Slab excess = kept.offer(slab); excess != null; excess = kept.takeExcess()) {
            kept.count(-1);
        }
    }

    @Test
    void afterATrimWhoFreesTheLastRunsKeepsNothing() throws Exception {
        List<Long> live = allocate(64);
        List<Long> last = live.subList(0, 3);
        blocks.trim(0);
        live.subList(3, live.size()).forEach(blocks::free);
        blocks.trim(0);

        last.forEach(blocks::free);

        assertThat(active()).isZero();
        fixture.checkEmpty();
    }

    @Test
    void aSecondFreeOfWhatIsKeptIsFoundAndSoIsOneOfWhatWasUsedAgain() throws Exception {
        List<Long> live = allocate(64);
        List<Long> freed = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            freed.add(live.removeLast());
            blocks.free(freed.getLast());
        }
        for (long address : freed) {
            assertThatThrownBy(() -> blocks.free(address))
                    .isInstanceOf(DoubleFreeException.class)
                    .hasMessageContaining("(empty, for large blocks");
            assertThatThrownBy(() -> blocks.usableSize(address)).isInstanceOf(IllegalArgumentException.class);
        }
        blocks.validate();
        assertThat(blocks.stats().liveRuns()).isEqualTo(live.size());
        live.forEach(blocks::free);
        fixture.checkEmpty();
    }

    @Test
    void whatIsKeptIsReleasedBeforeALongerRunIsRefused() throws Exception {
        try (Fixture limited = new Fixture(SuperSlab.BYTES)) {
            List<Long> live = new ArrayList<>();
            for (int i = 0; i < SuperSlab.SLABS; i++) {
                live.add(limited.blocks.allocate(64 * KIB, 16));
            }
            for (int i = 0; i < 16; i++) {
                limited.blocks.free(live.removeLast());
            }
            live.add(limited.blocks.allocate(16 * 64 * KIB, 16));
            assertThat(limited.blocks.isDirect(live.getLast())).isFalse();
            limited.blocks.validate();
            live.forEach(limited.blocks::free);
            limited.checkEmpty();
        }
    }

    @Test
    void aTrimReleasesWhatIsKept() throws Exception {
        List<Long> live = allocate(64);
        for (int i = 0; i < 18; i++) {
            blocks.free(live.removeLast());
        }
        assertThat(active()).isEqualTo(46 + 2);

        blocks.trim(Long.MAX_VALUE);

        assertThat(active()).isEqualTo(46);
        blocks.validate();
        live.forEach(blocks::free);
        fixture.checkEmpty();
    }
}
