package hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableRandomTest {
    private static final long SEED = 4141;

    /** The description carried out with other means: arithmetic on longs, the table filled before the first draw. */
    private static long[] reference(long seed, int count) {
        long state = seed % 714_025;
        long[] table = new long[97];
        for (int i = 0; i < 97; i++) {
            state = (state * 1366 + 150_889) % 714_025;
            table[i] = state;
        }
        state = (state * 1366 + 150_889) % 714_025;
        long last = state;
        long[] drawn = new long[count];
        for (int i = 0; i < count; i++) {
            int index = (int) (last % 97);
            drawn[i] = last = table[index];
            state = (state * 1366 + 150_889) % 714_025;
            table[index] = state;
        }
        return drawn;
    }

    @Test
    void theSequenceIsThatOfTheDescription() {
        TableRandom random = new TableRandom(SEED);

        for (long expected : reference(SEED, 1_000_000)) {
            assertThat((long) random.next()).isEqualTo(expected);
        }
    }

    @Test
    void oneSeedGivesOneSequenceAndAnotherSeedAnother() {
        TableRandom one = new TableRandom(SEED);
        TableRandom same = new TableRandom(SEED);
        TableRandom other = new TableRandom(SEED + 1);
        int different = 0;
        for (int i = 0; i < 1000; i++) {
            int drawn = one.next();
            assertThat(same.next()).isEqualTo(drawn);
            different += other.next() == drawn ? 0 : 1;
        }
        assertThat(different).isGreaterThan(900);
    }

    @Test
    void anySeedWillDo() {
        for (long seed : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 714_025}) {
            assertThat(new TableRandom(seed).next()).isBetween(0, 714_024);
        }
    }

    @Test
    void aCopyGoesOnWhereTheOriginalIsAndLeavesItAlone() {
        TableRandom random = new TableRandom(SEED);
        random.next();
        TableRandom copy = new TableRandom(random);
        int first = copy.next();
        int second = copy.next();

        assertThat(random.next()).isEqualTo(first);
        assertThat(random.next()).isEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 97, 992, 5000, 65_536, 500_000, 714_024, 714_025})
    void drawingBelowABoundIsTheRemainder(int bound) {
        Below below = new Below(bound);
        TableRandom drawn = new TableRandom(SEED);
        TableRandom plain = new TableRandom(SEED);
        for (int i = 0; i < 300_000; i++) {
            assertThat(below.draw(drawn) == plain.next() % bound)
                    .as("draw %d", i)
                    .isTrue();
        }
    }

    @Test
    void boundsBeyondTheModulusAreReachedToo() {
        int bound = 3_000_000;
        Below below = new Below(bound);
        TableRandom random = new TableRandom(SEED);
        BitSet thirds = new BitSet();
        for (int i = 0; i < 1000; i++) {
            int drawn = below.draw(random);
            assertThat(drawn).isBetween(0, bound - 1);
            thirds.set(drawn / 1_000_000);
        }
        assertThat(thirds.cardinality()).isEqualTo(3);
    }
}
