package hakmem.superslab.posix;

import hakmem.api.Hakmem;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether to ask the system to back memory with transparent huge pages. Immutable. */
enum HugePages {
    /** What the system does by itself. */
    DEFAULT(0),
    /** Where they are possible. */
    ALWAYS(Platform.MADV_HUGEPAGE),
    /** Small pages alone. */
    NEVER(Platform.MADV_NOHUGEPAGE);

    /** The system is the same for all: what it refuses is said once. */
    private static final AtomicBoolean REFUSAL_LOGGED = new AtomicBoolean();

    private final int advice;

    HugePages(int advice) {
        this.advice = advice;
    }

    /**
     * What the system property says.
     *
     * @throws IllegalArgumentException if it says what nobody knows
     */
    static HugePages chosen() {
        String text = System.getProperty(Hakmem.HUGE_PAGES_PROPERTY, "default").strip();
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "default", "" -> DEFAULT;
            case "always" -> ALWAYS;
            case "never" -> NEVER;
            default ->
                throw new IllegalArgumentException(
                        Hakmem.HUGE_PAGES_PROPERTY + " must be always, never or default: " + text);
        };
    }

    /** Tells the system about a range that was committed. A kernel without huge pages refuses, which does no harm. */
    void advise(Platform platform, MemorySegment range) {
        if (advice == 0 || !platform.hugePages()) {
            return;
        }
        int result = LibC.madvise(range, advice);
        if (result != 0 && REFUSAL_LOGGED.compareAndSet(false, true)) {
            System.getLogger("hakmem.superslab")
                    .log(
                            System.Logger.Level.WARNING,
                            "{0}={1} has no effect: madvise failed with {2}",
                            Hakmem.HUGE_PAGES_PROPERTY,
                            name().toLowerCase(Locale.ROOT),
                            platform.describe(-result));
        }
    }
}
