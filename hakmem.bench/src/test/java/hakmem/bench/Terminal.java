package hakmem.bench;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Calls the command line in this process, and keeps what it says. */
final class Terminal {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Returns the exit code. */
    int execute(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    /** The same of a line whose words are apart by single spaces. */
    int call(String line) {
        return execute(line.split(" "));
    }

    /** What was printed so far. */
    String out() {
        return out.toString();
    }

    /** What was printed as an error so far. */
    String err() {
        return err.toString();
    }
}
