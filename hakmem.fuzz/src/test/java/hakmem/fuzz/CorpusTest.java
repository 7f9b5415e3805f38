package hakmem.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.api.Hardening;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each input that the fuzzer has found worth keeping is run again, and what once failed: without Jazzer, as any test. */
@Timeout(60)
class CorpusTest {
    static Stream<Path> inputs() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(CorpusTest.class.getResource("/corpus"));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void aKeptProgramDoesWhatTheModelDoes(Path file) throws IOException {
        AllocatorFuzzer.fuzzerTestOneInput(Files.readAllBytes(file));
    }

    @Test
    void theyHaveEverySubjectProtectionOperationAndKindOfThread() throws IOException, URISyntaxException {
        List<FuzzInput> inputs = new ArrayList<>();
        for (Path file : inputs().toList()) {
            inputs.add(FuzzInput.of(Files.readAllBytes(file)));
        }
        List<Command> commands = inputs.stream()
                .flatMap(input -> input.program().commands().stream())
                .toList();

        assertThat(inputs).extracting(FuzzInput::subject).contains(Subject.values());
        assertThat(inputs).flatExtracting(FuzzInput::hardening).contains(Hardening.values());
        assertThat(commands).extracting(Command::operation).contains(Operation.values());
        assertThat(commands).extracting(Command::by).contains(By.values());
    }
}
