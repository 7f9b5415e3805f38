package hakmem.sharedpool.staged;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlotMaskTest {
    @Test
    void theFirstRunIsTheOneASlotBySlotSearchFinds() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 20_000; i++) {
            int mask = random.nextInt() | (i % 2 == 0 ? random.nextInt() : 0) | (i % 4 == 0 ? random.nextInt() : 0);
            for (int slabs = 1; slabs <= 32; slabs++) {
                assertThat(SlotMask.firstRun(mask, slabs))
                        .as("%08x, %d slabs", mask, slabs)
                        .isEqualTo(slotBySlot(mask, slabs));
            }
        }
        assertThat(SlotMask.firstRun(SlotMask.ALL, 32)).isZero();
        assertThat(SlotMask.firstRun(0, 1)).isEqualTo(SlotMask.NONE);
    }

    private static int slotBySlot(int mask, int slabs) {
        int length = 0;
        for (int slot = 0; slot < 32; slot++) {
            length = (mask >>> slot & 1) == 0 ? 0 : length + 1;
            if (length == slabs) {
                return slot - slabs + 1;
            }
        }
        return SlotMask.NONE;
    }

    @Test
    void aRunsMaskHasItsBitsAndNoOthers() {
        assertThat(SlotMask.run(0, 32)).isEqualTo(SlotMask.ALL);
        assertThat(SlotMask.run(31, 1)).isEqualTo(1 << 31);
        assertThat(SlotMask.run(3, 2)).isEqualTo(0b11000);
    }
}
