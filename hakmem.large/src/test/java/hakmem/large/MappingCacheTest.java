package hakmem.large;

import static hakmem.large.Fixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;

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
    void whatIsTooLargeToKeepIsClosedAtOnce() throws Exception {
        long address = blocks.allocate(MappingCache.MAX_BYTES + 1, 16);
        blocks.free(address);

        assertThat(blocks.stats().cachedBytes()).isZero();
        fixture.checkEmpty();
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
        assertThat(blocks.allocate(20 * MIB, 16)).isEqualTo(addresses[3]);
        assertThat(fixture.openMappings()).isEqualTo(3);
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
}
