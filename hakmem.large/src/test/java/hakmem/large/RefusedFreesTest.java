package hakmem.large;

import static hakmem.large.Fixture.KIB;
import static hakmem.large.Fixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.superslab.Slab;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusedFreesTest {
    private final Fixture fixture = new Fixture();
    private final LargeBlocks blocks = fixture.blocks;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aSecondFreeOfARunIsADoubleFree() throws Exception {
        long address = blocks.allocate(100 * KIB, 16);
        blocks.free(address);

        assertDoubleFree(address).hasMessageContaining("131072 bytes").hasMessageContaining("slab 0x%x", address);
        fixture.pool.trim(0);
        assertDoubleFree(address);
        fixture.checkEmpty();
    }

    @Test
    void aSecondFreeOfAMappingIsADoubleFreeWhetherItIsCachedOrClosed() throws Exception {
        long address = blocks.allocate(2 * MIB, 16);
        blocks.free(address);

        assertDoubleFree(address).hasMessageContaining("2097152 bytes");
        blocks.trim(0);
        assertDoubleFree(address);
        fixture.checkEmpty();
    }

    @Test
    void anInteriorPointerNamesTheBlockItLiesIn() throws Exception {
        long run = blocks.allocate(200 * KIB, 16);
        long mapping = blocks.allocate(2 * MIB, 16);

        for (long offset : new long[] {1, 16, Slab.BYTES, Slab.BYTES + 16, 3L * Slab.BYTES, 4L * Slab.BYTES - 1}) {
            assertNotDouble(run + offset)
                    .hasMessageContaining("starts at 0x%x", run)
                    .hasMessageContaining("262144 bytes");
        }
        for (long offset : new long[] {1, 4096, 2 * MIB - 1}) {
            assertNotDouble(mapping + offset)
                    .hasMessageContaining("starts at 0x%x", mapping)
                    .hasMessageContaining("2097152 bytes");
        }
        assertThat(blocks.usableSize(run)).isEqualTo(256 * KIB);
        assertThat(blocks.usableSize(mapping)).isEqualTo(2 * MIB);
    }

    @Test
    void anAddressOfNobodyIsInvalid() throws Exception {
        long mapping = blocks.allocate(2 * MIB, 16);
        long end = fixture.region.base() + fixture.region.byteSize();

        for (long address : new long[] {0, 16, -1, Long.MIN_VALUE, Long.MAX_VALUE, fixture.region.base(), end}) {
            assertNotDouble(address).hasMessageContaining("0x%x", address);
        }
        blocks.free(mapping);
        fixture.checkEmpty();
    }

    @Test
    void aSlabOfSomebodyElseAndTheInsideOfAFreedRunAreInvalid() throws Exception {
        long run = blocks.allocate(200 * KIB, 16);
        Slab foreign = fixture.pool.acquire(7, 1);
        blocks.free(run);

        assertNotDouble(foreign.address()).hasMessageContaining("size class 7");
        assertNotDouble(run + Slab.BYTES);
        assertNotDouble(run + 16).hasMessageContaining("for large blocks").hasMessageNotContaining("65520");
        fixture.pool.release(foreign, foreign.word());
        assertNotDouble(foreign.address());
    }

    @Test
    void askedWhatAFreeWouldSayItSaysTheSameAndFreesNothing() throws Exception {
        for (long size : new long[] {100 * KIB, 2 * MIB}) {
            long address = blocks.allocate(size, 16);
            blocks.checkFree(address);
            assertThatThrownBy(() -> blocks.checkFree(address + 16)).isExactlyInstanceOf(InvalidFreeException.class);
            assertThat(blocks.usableSize(address)).isGreaterThanOrEqualTo(size);
            blocks.free(address);
            assertThatThrownBy(() -> blocks.checkFree(address)).isExactlyInstanceOf(DoubleFreeException.class);
        }
        assertThatThrownBy(() -> blocks.checkFree(16)).isExactlyInstanceOf(InvalidFreeException.class);
        fixture.checkEmpty();
    }

    @Test
    void anAddressThatIsLiveAgainCanBeFreedAgain() throws Exception {
        for (int round = 0; round < 3; round++) {
            long address = blocks.allocate(2 * MIB, 16);
            blocks.free(address);
            assertDoubleFree(address);
        }
        assertThat(fixture.source.reserves).as("the region and one mapping").hasValue(2);
        fixture.checkEmpty();
    }

    @Test
    void manyFreedMappingsAreRemembered() throws Exception {
        List<Long> addresses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            addresses.add(blocks.allocateDirect(1, 1));
        }
        addresses.forEach(blocks::free);
        blocks.trim(0);

        addresses.forEach(this::assertDoubleFree);
    }

    @Test
    void usableSizeResizeAndSegmentRefuseWhatIsNoLiveBlock() throws Exception {
        long run = blocks.allocate(100 * KIB, 16);
        long mapping = blocks.allocate(2 * MIB, 16);
        long freedRun = blocks.allocate(100 * KIB, 16);
        long freedMapping = blocks.allocate(2 * MIB, 16);
        blocks.free(freedRun);
        blocks.free(freedMapping);

        for (long address : new long[] {run + 16, mapping + 16, freedRun, freedMapping, 16}) {
            assertThatThrownBy(() -> blocks.usableSize(address)).isExactlyInstanceOf(InvalidFreeException.class);
            assertThatThrownBy(() -> blocks.resize(address, 1)).isExactlyInstanceOf(InvalidFreeException.class);
            assertThatThrownBy(() -> blocks.resize(address, 9 * MIB)).isExactlyInstanceOf(InvalidFreeException.class);
            assertThatThrownBy(() -> blocks.segment(address, 1)).isExactlyInstanceOf(InvalidFreeException.class);
            assertThat(blocks.isDirect(address)).isFalse();
        }
    }

    private AbstractThrowableAssert<?, ?> assertDoubleFree(long address) {
        return assertRefused(address).isInstanceOf(DoubleFreeException.class);
    }

    private AbstractThrowableAssert<?, ?> assertNotDouble(long address) {
        return assertRefused(address).isExactlyInstanceOf(InvalidFreeException.class);
    }

    private AbstractThrowableAssert<?, ?> assertRefused(long address) {
        LargeBlocks.Stats before = blocks.stats();
        long committed = fixture.budget.committed();
        AbstractThrowableAssert<?, ?> refusal = assertThatThrownBy(() -> blocks.free(address))
                .isInstanceOfSatisfying(
                        InvalidFreeException.class, e -> assertThat(e.address()).isEqualTo(address));
        blocks.validate();
        assertThat(blocks.stats()).isEqualTo(before);
        assertThat(fixture.budget.committed()).isEqualTo(committed);
        return refusal;
    }
}
