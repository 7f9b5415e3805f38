package hakmem.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.Hardening;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FuzzInputTest {
    private static final Program FREED_TWICE = new Program(List.of(
            new Command(By.MAIN, Operation.MALLOC, 3, 24, 1),
            new Command(By.OTHER, Operation.FREE, 3, 0, 0),
            new Command(By.MAIN, Operation.FREE_AGAIN, 0, 0, 4)));

    @Test
    void whatIsWrittenIsReadAgain() {
        for (Subject subject : Subject.values()) {
            for (Hardening option : Hardening.values()) {
                FuzzInput input = new FuzzInput(subject, EnumSet.complementOf(EnumSet.of(option)), FREED_TWICE);

                assertThat(FuzzInput.of(input.toBytes())).isEqualTo(input);
            }
        }
    }

    @Test
    void anyBytesAreAnInput() {
        Random random = new Random(20261124);
        for (int length = 0; length < 20; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);

            assertThat(FuzzInput.of(bytes).program().commands()).hasSize(Math.max(0, length - 2) / 6);
        }
    }

    @Test
    void anInputThatFailsIsToldInReadableForm() {
        FuzzInput input = new FuzzInput(Subject.FIXED_MAPPED, Set.of(Hardening.POISON), FREED_TWICE);

        System.setProperty(AllocatorFuzzer.BROKEN_PROPERTY, "true");
        try {
            assertThatThrownBy(() -> AllocatorFuzzer.fuzzerTestOneInput(input.toBytes()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll(
                            "was not refused with DoubleFreeException",
                            "3 commands on FIXED_MAPPED, hardened [poison]:",
                            "MAIN MALLOC(slot 3, 24 bytes, 1)",
                            "OTHER FREE(slot 3, 0 bytes, 0)",
                            "MAIN FREE_AGAIN(slot 0, 0 bytes, 4)");
        } finally {
            System.clearProperty(AllocatorFuzzer.BROKEN_PROPERTY);
        }
        AllocatorFuzzer.fuzzerTestOneInput(input.toBytes());
    }
}
