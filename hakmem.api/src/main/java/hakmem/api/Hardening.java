package hakmem.api;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A protection that an allocator trades speed for. Each may be chosen alone, by {@link Allocator.Builder#hardened(Set)} or by
 * its name in lower case in the system property {@value Hakmem#HARDENED_PROPERTY}. What each finds, when, and what it costs
 * is in the project's guide.
 *
 * <p>That double, interior and foreign frees are refused needs none of these: every allocator does so.
 */
public enum Hardening {
    /**
     * Overwrites a block when it is freed, and looks at it before it is handed out again: what was written in between is a
     * {@link WriteAfterFreeException}. Blocks of up to 32 KiB; a larger one if it goes through the quarantine, and its
     * first 64 KiB.
     */
    POISON,

    /**
     * Keeps freed blocks for a while before they can be handed out again, in the order of their frees, so that a late use
     * does not meet the block's next user. Bounded in blocks and bytes; emptied by {@link Allocator#trim()} and before an
     * {@link OffHeapOutOfMemoryError}.
     */
    QUARANTINE,

    /**
     * Follows every block by bytes that are looked at when it is freed or resized: what was written there is an
     * {@link OverrunException}. Blocks over 32 KiB have a mapping each, with an inaccessible page behind it where the memory
     * source can do so: <b>an access there ends the JVM</b>. {@link Allocator#usableSize} is what was asked for.
     */
    GUARD,

    /** Chooses at random among several free blocks of a size, so that addresses cannot be foretold. */
    RANDOM,

    /**
     * Makes memory that went back to the system inaccessible, where the memory source can do so: <b>an access to it by a
     * stale address ends the JVM</b> rather than reads undefined contents.
     */
    DECOMMIT;

    private static final String SEPARATOR = ",";

    /**
     * Reads options as people write them: {@code true} for all, {@code false} for none, or names separated by commas, in
     * either case.
     *
     * @param text such as {@code poison,quarantine}
     * @return the options, in a set of the caller's own
     * @throws IllegalArgumentException if a name is unknown; the message lists those there are
     */
    public static Set<Hardening> parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "true" -> EnumSet.allOf(Hardening.class);
            case "false" -> EnumSet.noneOf(Hardening.class);
            default ->
                Arrays.stream(lower.split(SEPARATOR, -1))
                        .map(name -> named(name.strip(), text))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Hardening.class)));
        };
    }

    private static Hardening named(String name, String text) {
        return Arrays.stream(values())
                .filter(hardening -> hardening.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("unknown hardening \"%s\" in \"%s\"; %s, or true or false"
                                .formatted(
                                        name,
                                        text,
                                        Arrays.stream(values())
                                                .map(Hardening::toString)
                                                .collect(Collectors.joining(", ")))));
    }

    /** The name as the system property has it, in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
