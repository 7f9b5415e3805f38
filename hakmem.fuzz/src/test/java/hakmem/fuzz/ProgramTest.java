package hakmem.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProgramTest {
    @Test
    void whatIsWrittenIsReadAgain() {
        Program program = new Program(List.of(
                new Command(By.MAIN, Operation.MALLOC, 0, 0, 0),
                new Command(By.OTHER, Operation.REALLOC, 23, 1000, 255),
                new Command(By.PASSING, Operation.TOO_MUCH, 20, 2047L << 15, 7),
                new Command(By.VIRTUAL, Operation.FREE, 5, 2048, 1)));

        assertThat(Program.of(program.toBytes())).isEqualTo(program);
    }

    @Test
    void aSlotIsOneThatIsFilledUnlessItIsNumbered() {
        byte free = (byte) Operation.FREE.ordinal();
        byte[] bytes = {
            0,
            0,
            17,
            0,
            0,
            1, // malloc
            free,
            0,
            99,
            0,
            0,
            0,
            free,
            0,
            5,
            0,
            0,
            0, // nothing is filled any more
            free,
            0,
            (byte) (128 + 3),
            0,
            0,
            0
        };

        assertThat(Program.of(bytes).commands()).extracting(Command::slot).containsExactly(17, 17, 5, 3);
    }

    @Test
    void anyBytesAreAProgramOfSizesThatMayBeAllocated() {
        Random random = new Random(20261123);
        for (int length = 0; length < 2000; length += 7) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);

            Program program = Program.of(bytes);

            assertThat(program.commands()).hasSizeLessThanOrEqualTo(length / 6);
            assertThat(program.commands())
                    .allMatch(command -> command.byteSize() >= 0 && command.byteSize() < 64 << 20);
        }
    }
}
