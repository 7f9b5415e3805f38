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
    private static final Pattern POOL_SYNTAX = Pattern.compile("pool:([^:@]+)(?:@([^:@]+))?");

    /**
     * Reads a name.
     *
     * @param name the name
     * @return what it says, or empty if it names no hakmem allocator
     */
    static Optional<HakmemName> parse(String name) {
        return parse(SYNTAX.matcher(name));
    }

    /**
     * Reads the name of a pool alone, {@code pool:STRATEGY} or {@code pool:STRATEGY@SOURCE}.
     *
     * @param name the name
     * @return what it says, or empty if it names no pool
     */
    static Optional<HakmemName> parsePool(String name) {
        return parse(POOL_SYNTAX.matcher(name));
    }

    private static Optional<HakmemName> parse(Matcher matcher) {
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new HakmemName(Optional.ofNullable(matcher.group(1)), Optional.ofNullable(matcher.group(2))));
    }
}
