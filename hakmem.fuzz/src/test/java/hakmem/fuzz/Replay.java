package hakmem.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Carries inputs out again that were kept in files, without the fuzzer. */
final class Replay {
    /** An input that is left to chance is run so often before it counts as one that does not fail. */
    private static final int TIMES = 20;

    private static final int RUNS_TO_SHRINK = 3000;

    private final PrintStream out;

    Replay(PrintStream out) {
        this.out = out;
    }

    /**
     * Carries one out, and if it fails, prints what fails and the smallest program that still does. That is left beside the file,
     * as {@code FILE.smallest}.
     *
     * @return whether it did what the model does
     */
    boolean passes(Path file) throws IOException {
        FuzzInput input = FuzzInput.of(Files.readAllBytes(file));
        out.printf("%s: %s", file, input); // before it runs: it may be the last thing this JVM does
        out.flush();
        Throwable failure = failureOf(input);
        if (failure == null) {
            out.printf("OK%n%n");
            return true;
        }
        out.println("FAILED " + failure.getMessage());
        FuzzInput smallest = Shrinker.shrink(input, smaller -> failureOf(smaller) != null, RUNS_TO_SHRINK);
        Path kept = Path.of(file + ".smallest");
        Files.write(kept, smallest.toBytes());
        out.printf("%nthe smallest found that fails, %s: %s", kept, smallest);
        Throwable last = failureOf(smallest);
        (last == null ? failure : last).printStackTrace(out);
        boolean broken = Boolean.getBoolean(AllocatorFuzzer.BROKEN_PROPERTY);
        out.printf("again: ./hakmem fuzz %s--replay %s%n%n", broken ? "--broken " : "", kept);
        return false;
    }

    private static Throwable failureOf(FuzzInput input) {
        for (int i = 0; i < (input.isLeftToChance() ? TIMES : 1); i++) {
            try {
                AllocatorFuzzer.run(input);
            } catch (RuntimeException | Error e) {
                return e;
            }
        }
        return null;
    }
}
