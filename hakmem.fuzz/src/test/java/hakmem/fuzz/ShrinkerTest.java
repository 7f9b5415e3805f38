package hakmem.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.api.Hardening;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
    private static final long SEED = 20261124;

    private int runs;

    @Test
    void whatDoesNotMatterIsLeftOutAndWhatMattersIsMadeSmall() {
        System.out.println("seed " + SEED);
        List<Command> commands = new ArrayList<>(Program.of(random(6 * 90)).commands());
        commands.add(30, new Command(By.VIRTUAL, Operation.TRIM, 17, 40_000, 9));
        commands.add(80, new Command(By.OTHER, Operation.STATS, 5, 3, 7));
        FuzzInput failing = new FuzzInput(Subject.LOCKED_POSIX, EnumSet.allOf(Hardening.class), new Program(commands));

        FuzzInput smallest = Shrinker.shrink(failing, this::fails, 10_000);

        assertThat(smallest.hardening()).containsExactly(Hardening.GUARD);
        assertThat(smallest.program().commands()).hasSize(2);
        Command trim = smallest.program().commands().getFirst();
        assertThat(trim).isEqualTo(new Command(By.VIRTUAL, Operation.TRIM, 0, trim.byteSize(), 0));
        assertThat(trim.byteSize()).isBetween(1001L, 2001L);
        Command stats = smallest.program().commands().getLast();
        assertThat(stats).isEqualTo(new Command(By.MAIN, Operation.STATS, 0, 0, stats.detail()));
        assertThat(stats.detail()).isBetween(2, 3);
    }

    @Test
    void noMoreRunsAreMadeThanAllowed() {
        FuzzInput failing = FuzzInput.of(random(500));

        FuzzInput smallest = Shrinker.shrink(
                failing,
                input -> {
                    runs++;
                    return true;
                },
                2);

        assertThat(runs).isEqualTo(2);
        assertThat(smallest).isNotEqualTo(failing);
    }

    /** A trim by a virtual thread with more than a thousand bytes, and later statistics with a detail of 2 or more. */
    private boolean fails(FuzzInput input) {
        List<Command> commands = input.program().commands();
        List<Command> fromTrim = commands.stream()
                .dropWhile(c -> c.operation() != Operation.TRIM || c.by() != By.VIRTUAL || c.byteSize() <= 1000)
                .toList();
        return input.hardening().contains(Hardening.GUARD)
                && fromTrim.stream().anyMatch(c -> c.operation() == Operation.STATS && c.detail() >= 2);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }
}
