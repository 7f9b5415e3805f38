package hakmem.sharedpool.staged;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.superslab.MemoryBudget;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntryTest {
    private final Region region = Region.reserve(new HeapSource(), 2L * SuperSlab.BYTES, new MemoryBudget(1L << 30));
    private final Count failures = new Count();
    private final Entry entry = new Entry(0);
    private SuperSlab superSlab;

    @BeforeEach
    void live() throws MemoryRefusedException {
        superSlab = region.commit();
        entry.revive(superSlab, 0, ClaimWord.GENERATION_BITS);
    }

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void aClaimFailsOnceTheEntryIsRetired() {
        assertThat(entry.tryRetire(entry.claimWord())).isTrue();
        assertThat(entry.claim(1, failures)).isEqualTo(SlotMask.NONE);
        assertThat(ClaimWord.isLive(entry.claimWord())).isFalse();
    }

    @Test
    void aRetirementFailsOnceASlotIsClaimed() {
        long decidedOn = entry.claimWord();
        assertThat(entry.claim(1, failures)).isZero();
        assertThat(entry.tryRetire(decidedOn)).isFalse();
        assertThat(entry.tryRetire(entry.claimWord())).isFalse();
    }

    @Test
    void aRetirementDecidedInOneGenerationIsNotCarriedOutInTheNext() throws MemoryRefusedException {
        long decidedOn = entry.claimWord();
        assertThat(entry.tryRetire(decidedOn)).isTrue();
        entry.detach();
        entry.revive(region.commit(), 0, ClaimWord.GENERATION_BITS);
        assertThat(ClaimWord.unusedOf(entry.claimWord())).isEqualTo(ClaimWord.unusedOf(decidedOn));
        assertThat(entry.tryRetire(decidedOn)).isFalse();
    }

    @Test
    void anEmptySlabBelongsToWhoeverClearsItsBit() {
        int slot = entry.claim(1, failures);
        entry.putEmpty(slot, failures);
        assertThat(entry.takeEmpty(1 << slot, failures)).isEqualTo(1 << slot);
        assertThat(entry.takeEmpty(1 << slot, failures)).isZero();
        assertThat(entry.takeAnyEmpty(failures)).isEqualTo(SlotMask.NONE);
    }

    @Test
    void anEmptySlotKeepsTheEntryLiveUntilItIsFolded() {
        int slot = entry.claim(1, failures);
        superSlab.slab(slot).tryActivate(1, 1);
        superSlab.slab(slot).tryEmpty(superSlab.slab(slot).word());
        entry.putEmpty(slot, failures);
        assertThat(entry.isAllFree()).isTrue();
        assertThat(entry.tryRetire(entry.claimWord())).isFalse();
        entry.fold(SlotMask.ALL, failures);
        assertThat(superSlab.slab(slot).state()).isEqualTo(Slab.State.UNUSED);
        assertThat(entry.emptyMask()).isZero();
        assertThat(entry.tryRetire(entry.claimWord())).isTrue();
    }

    @Test
    void aSlabMadeActiveBehindThePoolsBackStaysOutOfBothMasks() {
        int slot = entry.claim(1, failures);
        entry.putEmpty(slot, failures);
        superSlab.slab(slot).tryActivate(1, 1);
        entry.fold(SlotMask.ALL, failures);
        assertThat(ClaimWord.unusedOf(entry.claimWord())).isEqualTo(~(1 << slot));
        assertThat(entry.tryRetire(entry.claimWord())).isFalse();
    }

    @Test
    void theGenerationWrapsAroundInItsOwnBits() {
        long word = ClaimWord.NEW;
        for (int i = 1; i <= 9; i++) {
            word = ClaimWord.revived(word, SlotMask.ALL, 2);
            assertThat(ClaimWord.generationOf(word)).isEqualTo(i & 3);
            assertThat(ClaimWord.isAllUnused(word)).isTrue();
            word = ClaimWord.retired(word);
            assertThat(ClaimWord.generationOf(word)).isEqualTo(i & 3);
            assertThat(ClaimWord.unusedOf(word)).isZero();
        }
        long last = ClaimWord.revived(-1L << 33, SlotMask.ALL, ClaimWord.GENERATION_BITS);
        assertThat(ClaimWord.generationOf(last)).isZero();
        assertThat(ClaimWord.isAllUnused(last)).isTrue();
    }
}
