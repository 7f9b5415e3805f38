package hakmem.bench.recorded;

import java.util.regex.Pattern;

/** What the names of allocators in result files tell: whose they are, and from where they can be called. */
public final class AllocatorNames {
    /** What the reports speak of. */
    public static final String HAKMEM = "hakmem";

    /** The loop without an allocator. */
    public static final String NONE = "none";

    private static final String C_PROGRAM = "c:";

    /** hakmem with a strategy, a memory source or protections, one of its kinds of arenas, or its pool alone. */
    private static final Pattern OWN = Pattern.compile("(hakmem|pool)([:@+ ,-].*)?");

    private AllocatorNames() {}

    /**
     * Whether an allocator is hakmem, or a part of it.
     *
     * @param name of an allocator
     * @return true if it is, however it was set up
     */
    public static boolean isOwn(String name) {
        return OWN.matcher(name).matches();
    }

    /**
     * Whether the figure is that of a C program.
     *
     * @param name of an allocator
     * @return true if nothing of it ran in a JVM
     */
    public static boolean isCProgram(String name) {
        return name.startsWith(C_PROGRAM);
    }

    /**
     * Whether an allocator is what Java code could call instead of hakmem.
     *
     * @param name of an allocator
     * @return false for hakmem itself, for C programs and for the loop without an allocator
     */
    public static boolean isJavaPeer(String name) {
        return !isOwn(name) && !isCProgram(name) && !name.equals(NONE);
    }
}
