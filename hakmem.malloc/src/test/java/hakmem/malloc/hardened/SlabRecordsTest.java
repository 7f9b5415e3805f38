package hakmem.malloc.hardened;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SlabRecordsTest {
    private static final int LIVE = BlockState.of(BlockState.LIVE, 7);
    private static final int HELD = BlockState.of(BlockState.HELD, 7);

    /** Of blocks of 16 bytes there are most. */
    private static final int UNITS = 4096;

    /** How a thread takes a block from its user. */
    @FunctionalInterface
    interface Take {
        boolean from(SlabRecords records, int unit);
    }

    @Test
    void aWordThatIsAnotherIsLeftAsItIs() {
        SlabRecords records = new SlabRecords(0, 1);
        records.set(5, LIVE);

        assertThat(records.tryMove(5, BlockState.of(BlockState.LIVE, 8), HELD)).isFalse();
        assertThat(records.get(5)).isEqualTo(LIVE);

        assertThat(records.tryMove(5, LIVE, HELD)).isTrue();
        assertThat(records.get(5)).isEqualTo(HELD);

        assertThat(records.tryMove(5, LIVE, BlockState.of(BlockState.FREED, 0))).isFalse();
        assertThat(records.get(5)).isEqualTo(HELD);
        assertThat(records.count(BlockState::isHeld)).isEqualTo(1);
        assertThat(records.count(state -> state == BlockState.UNKNOWN)).isEqualTo(UNITS - 1);
    }

    @Test
    @Timeout(120)
    void ofTwoThreadsOneTakesEachBlock() throws Exception {
        for (int round = 0; round < 2000; round++) {
            assertThat(taken((records, unit) -> records.tryMove(unit, LIVE, HELD)))
                    .isEqualTo(UNITS);
        }
    }

    /** The broken variant: a look and a write. It has to be caught now and then for the test above to mean something. */
    @Test
    @Timeout(120)
    void aTakeThatIsNotAtomicIsCaught() throws Exception {
        int rounds = 0;
        int taken;
        do {
            rounds++;
            taken = taken((records, unit) -> {
                if (records.get(unit) != LIVE) {
                    return false;
                }
                records.set(unit, HELD);
                return true;
            });
        } while (taken == UNITS);
        System.out.println("a take that is not atomic was caught in round " + rounds);
        assertThat(taken).isGreaterThan(UNITS);
    }

    /** Two threads go over the same blocks in the same order, so that who is behind catches up with who meets cold words. */
    private static int taken(Take take) throws Exception {
        SlabRecords records = new SlabRecords(0, 1);
        for (int unit = 0; unit < UNITS; unit++) {
            records.set(unit, LIVE);
        }
        int sum = 0;
        for (int part : Together.run(2, number -> {
            int taken = 0;
            for (int unit = 0; unit < UNITS; unit++) {
                taken += take.from(records, unit) ? 1 : 0;
            }
            return taken;
        })) {
            sum += part;
        }
        assertThat(records.count(BlockState::isHeld)).isEqualTo(UNITS);
        return sum;
    }
}
