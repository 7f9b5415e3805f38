package hakmem.large;

import static hakmem.large.Fixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MappingCacheTest {
    private final Fixture fixture = new Fixture();
    private final LargeBlocks blocks = fixture.blocks;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aFreedMappingServesTheNextBlockOfLikeSize() throws Exception {
        long address = blocks.allocate(4 * MIB, 16);
        blocks.free(address);
        assertThat(blocks.stats().cachedBytes()).isEqualTo(4 * MIB);
        assertThat(fixture.budget.committed()).as("cached bytes stay charged").isEqualTo(4 * MIB);

        assertThat(blocks.allocate(3 * MIB, 16)).as("a quarter wasted").isEqualTo(address);
        assertThat(blocks.usableSize(address)).isEqualTo(4 * MIB);
        assertThat(blocks.stats().cachedBytes()).isZero();
    }

    @Test
    void aMappingThatWouldBeWastedByMoreThanAQuarterIsLeftAlone() throws Exception {
        long address = blocks.allocate(4 * MIB, 16);
        blocks.free(address);

        assertThat(blocks.allocate(3 * MIB - 1, 16)).isEqualTo(address);
        blocks.free(address);
        assertThat(blocks.allocate(3 * MIB - 4096, 16)).isNotEqualTo(address);
        assertThat(blocks.allocate(4 * MIB + 1, 16)).isNotEqualTo(address);
        assertThat(blocks.stats().cachedBytes()).isEqualTo(4 * MIB);
    }

    @Test
    void theTightestMappingIsTakenAndItMustBeAligned() throws Exception {
        long large = blocks.allocate(4 * MIB, 16 * MIB);
        long tight = blocks.allocate(4 * MIB - 8192, 16 * MIB);
        blocks.free(tight);
        blocks.free(large);

        assertThat(blocks.allocate(4 * MIB - 8192, 16)).isEqualTo(tight);
        long unaligned = (tight ^ large) == 0 ? 16 * MIB : Long.highestOneBit(tight | large) << 1;
        assertThat(blocks.allocate(4 * MIB, Math.min(unaligned, 64 * MIB)) % Math.min(unaligned, 64 * MIB))
                .isZero();
    }

    @Test
    void mappingsAgeOut() throws Exception {
        long early = blocks.allocate(2 * MIB, 16);
        long late = blocks.allocate(4 * MIB, 16);
        blocks.free(early);
        fixture.clock.addAndGet(1000);
        blocks.free(late);

        assertThat(blocks.trim(1001)).isZero();
        fixture.clock.addAndGet(10);
        assertThat(blocks.trim(1001)).as("the clock has wrapped around").isEqualTo(2 * MIB);
        assertThat(blocks.trim(10)).isEqualTo(4 * MIB);
        assertThat(blocks.trim(0)).isZero();
        fixture.checkEmpty();
    }

    @Test
    void whatIsTooLargeToKeepIsGivenBackAtOnce() throws Exception {
        long address = blocks.allocate(MappingCache.MAX_BYTES + 1, 16);
        blocks.free(address);

        assertThat(blocks.stats().cachedBytes()).isZero();
        assertThat(fixture.budget.committed()).isZero();
        assertThat(fixture.source.committed).hasValue(0);
        assertThat(fixture.openMappings()).as("its addresses are kept").isEqualTo(1);
        blocks.validate();
        fixture.checkEmpty();
    }

    @Test
    void keptAddressesServeABlockThatNeedsAQuarterOfThem() throws Exception {
        long address = blocks.allocate(128 * MIB, 16);
        blocks.segment(address, 128 * MIB).fill((byte) 7);
        blocks.free(address);

        assertThat(blocks.allocate(32 * MIB - 4096, 16)).isNotEqualTo(address);
        assertThat(blocks.allocateZeroed(32 * MIB, 16)).isEqualTo(address);

        assertThat(blocks.usableSize(address)).isEqualTo(32 * MIB);
        assertThat(blocks.segment(address, 32 * MIB).toArray(ValueLayout.JAVA_BYTE))
                .containsOnly((byte) 0);
        assertThat(fixture.budget.committed()).isEqualTo(64 * MIB - 4096);
        assertThat(fixture.source.committed).hasValue(64 * MIB - 4096);
        assertThat(blocks.resize(address, 128 * MIB)).as("it grows into them").isTrue();
        blocks.validate();
    }

    @Test
    void aMappingThatWasCutIsCompletedAndClearedWhereItHeldSomething() throws Exception {
        long address = blocks.allocate(8 * MIB, 16);
        blocks.segment(address, 8 * MIB).fill((byte) 7);
        assertThat(blocks.resize(address, 2 * MIB)).isTrue();
        blocks.free(address);
        assertThat(fixture.budget.committed()).isEqualTo(2 * MIB);

        assertThat(blocks.allocateZeroed(8 * MIB, 16)).isEqualTo(address);

        assertThat(blocks.segment(address, 8 * MIB).toArray(ValueLayout.JAVA_BYTE))
                .containsOnly((byte) 0);
        assertThat(fixture.budget.committed()).isEqualTo(8 * MIB);
        assertThat(blocks.stats().cachedBytes()).isZero();
        blocks.free(address);
        fixture.checkEmpty();
    }

    @Test
    void aMappingThatCannotBeCompletedGoesBackAsAWhole() throws Exception {
        long address = blocks.allocate(8 * MIB, 16);
        assertThat(blocks.resize(address, 2 * MIB)).isTrue();
        blocks.free(address);
        fixture.source.failAfter(0, () -> new IllegalArgumentException("a broken source"));

        assertThatThrownBy(() -> blocks.allocate(8 * MIB, 16)).isInstanceOf(IllegalArgumentException.class);

        fixture.checkEmpty();
    }

    @Test
    void whatASourceDoesNotGiveBackIsClosedRatherThanKept() throws Exception {
        fixture.source.givesBack(false);
        blocks.free(blocks.allocate(MappingCache.MAX_BYTES + 1, 16));

        assertThat(fixture.openMappings()).isZero();
        assertThat(fixture.budget.committed()).isZero();
    }

    @Test
    void theCacheIsBoundedInBytesAndLetsTheOldestGo() throws Exception {
        long[] addresses = new long[4];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = blocks.allocate(20 * MIB, 16);
        }
        for (long address : addresses) {
            blocks.free(address);
            blocks.validate();
        }
        assertThat(blocks.stats().cachedBytes()).isEqualTo(60 * MIB);
        assertThat(fixture.budget.committed()).isEqualTo(60 * MIB);
        assertThat(blocks.allocate(20 * MIB, 16)).isEqualTo(addresses[3]);
        for (int i = 1; i < addresses.length; i++) {
            blocks.allocate(20 * MIB, 16);
        }
        assertThat(blocks.segment(addresses[0], 1).byteSize())
                .as("the oldest has its addresses still, and is used last")
                .isEqualTo(1);
        assertThat(fixture.source.reserves).hasValue(5);
    }

    @Test
    void halfOfWhatIsLiveMayBeKept() throws Exception {
        long[] addresses = new long[15];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = blocks.allocate(20 * MIB, 16);
        }
        for (int i = 0; i < 6; i++) {
            blocks.free(addresses[i]);
            blocks.validate();
        }
        assertThat(blocks.stats().cachedBytes()).as("of 180 MiB live").isEqualTo(80 * MIB);
        for (int i = 6; i < addresses.length; i++) {
            blocks.free(addresses[i]);
            blocks.validate();
        }
        assertThat(blocks.stats().cachedBytes()).isEqualTo(60 * MIB);
        fixture.checkEmpty();
    }

    @Test
    void theCacheIsBoundedInNumber() throws Exception {
        long[] addresses = new long[MappingCache.MAX_MAPPINGS + 10];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = blocks.allocateDirect(1, 1);
        }
        for (long address : addresses) {
            blocks.free(address);
        }
        assertThat(fixture.openMappings()).isEqualTo(MappingCache.MAX_MAPPINGS);
        blocks.validate();
        fixture.checkEmpty();
    }

    @Test
    void theLastThousandFreedAddressesAreRemembered() {
        FreedAddresses freed = new FreedAddresses();
        for (int i = 1; i <= FreedAddresses.CAPACITY; i++) {
            freed.remember(i, 2L * i);
        }
        freed.remember(1, 10);
        freed.remember(5000, 1);

        assertThat(freed.count()).isEqualTo(FreedAddresses.CAPACITY);
        assertThat(freed.sizeOf(1)).as("freed again, so not the oldest").isEqualTo(10);
        assertThat(freed.sizeOf(2)).as("the oldest").isZero();
        assertThat(freed.sizeOf(3)).isEqualTo(6);
        assertThat(freed.sizeOf(4999)).isZero();
    }

    @Test
    void freedAddressesAreThoseOfAMapThatForgetsTheOldest() {
        FreedAddresses freed = new FreedAddresses();
        Map<Long, Long> model = new LinkedHashMap<>();
        Random random = new Random(4141);
        for (int i = 0; i < 20_000; i++) {
            long address = (long) random.nextInt(3000) << 12;
            model.remove(address);
            model.put(address, (long) i + 1);
            if (model.size() > FreedAddresses.CAPACITY) {
                model.remove(model.keySet().iterator().next());
            }
            freed.remember(address, i + 1);
            long other = (long) random.nextInt(3000) << 12;
            assertThat(freed.sizeOf(other)).isEqualTo(model.getOrDefault(other, 0L));
        }
        assertThat(freed.count()).isEqualTo(model.size());
    }
}
