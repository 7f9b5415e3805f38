package hakmem.bench.peer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a hakmem allocator: {@code hakmem}, {@code hakmem:STRATEGY}, {@code hakmem@SOURCE} or
 * {@code hakmem:STRATEGY@SOURCE}. Immutable.
 *
 * @param strategy the pool strategy, or empty for the default
 * @param source the memory source, or empty for the default
 */
record HakmemName(Optional<String> strategy, Optional<String> source) {
    private static final Pattern SYNTAX = Pattern.compile("hakmem(?::([^:@]+))?(?:@([^:@]+))?");

    /**
     * Reads a name.
     *
     * @param name the name
     * @return what it says, or empty if it names no hakmem allocator
     */
    static Optional<HakmemName> parse(String name) {
        Matcher matcher = SYNTAX.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new HakmemName(Optional.ofNullable(matcher.group(1)), Optional.ofNullable(matcher.group(2))));
    }
}
