package hakmem.bench.peer;

import hakmem.api.Hardening;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a hakmem allocator: {@code hakmem}, {@code hakmem:STRATEGY}, {@code hakmem@SOURCE} or
 * {@code hakmem:STRATEGY@SOURCE}; behind each, a {@code +} and a {@link Hardening}, once or more, or {@code +hardened} for all.
 * Immutable.
 *
 * @param strategy the pool strategy, or empty for the default
 * @param source the memory source, or empty for the default
 * @param hardening the protections, or empty for the default
 */
record HakmemName(Optional<String> strategy, Optional<String> source, Optional<Set<Hardening>> hardening) {
    private static final Pattern SYNTAX = Pattern.compile("hakmem(?::([^:@+]+))?(?:@([^:@+]+))?(?:\\+(.+))?");
    private static final String ALL = "hardened";
    private static final Pattern POOL_SYNTAX = Pattern.compile("pool:([^:@+]+)(?:@([^:@+]+))?");

    HakmemName(Optional<String> strategy, Optional<String> source) {
        this(strategy, source, Optional.empty());
    }

    /**
     * Reads a name.
     *
     * @param name the name
     * @return what it says, or empty if it names no hakmem allocator
     * @throws IllegalArgumentException if a protection is unknown; the message lists those there are
     */
    static Optional<HakmemName> parse(String name) {
        Matcher matcher = SYNTAX.matcher(name);
        Optional<HakmemName> parsed = parse(matcher);
        return parsed.isEmpty() || matcher.group(3) == null
                ? parsed
                : Optional.of(new HakmemName(
                        parsed.get().strategy, parsed.get().source, Optional.of(hardening(matcher.group(3)))));
    }

    private static Set<Hardening> hardening(String names) {
        return names.equals(ALL) ? EnumSet.allOf(Hardening.class) : Hardening.parse(names.replace('+', ','));
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
