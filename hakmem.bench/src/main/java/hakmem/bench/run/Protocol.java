package hakmem.bench.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import java.util.Optional;

/**
 * What parent and child JVM say to each other: the parent one line on the child's standard input, which it then keeps open as a
 * sign that it lives; the child one line, marked, on its standard output, where the JVM may write as well.
 */
final class Protocol {
    private static final String MARK = "hakmem-result ";
    private static final Gson GSON = new GsonBuilder()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .create();

    private Protocol() {}

    static String encode(RunSpec spec) {
        return GSON.toJson(spec);
    }

    static RunSpec decodeSpec(String line) {
        return GSON.fromJson(line, RunSpec.class);
    }

    static String encode(RunResult result) {
        return MARK + GSON.toJson(result);
    }

    /** Reads a line of the child's output; empty if it is not the result. */
    static Optional<RunResult> decodeResult(String line) {
        return line.startsWith(MARK)
                ? Optional.of(GSON.fromJson(line.substring(MARK.length()), RunResult.class))
                : Optional.empty();
    }
}
