package hakmem.bench.torture;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * A shared arena that threads hand to one another. Any thread may visit it; the one that took it out of its place closes it,
 * while others are visiting perhaps.
 */
final class SharedArenaInUse {
    private static final int PARTS = 8;

    private final Arena arena;

    /** Of who opened it; published with the arena. */
    private final List<ArenaOperations.Part> parts = new ArrayList<>();

    SharedArenaInUse(Arena arena) {
        this.arena = arena;
    }

    /** For who opened it, before anyone else can see it. */
    void fill(ArenaOperations by) {
        by.fill(arena, parts, PARTS);
    }

    /** Looks at what is there and adds something of one's own, unless it is closed meanwhile. */
    void visit(ArenaOperations by) {
        List<ArenaOperations.Part> added = new ArrayList<>();
        try {
            by.fill(arena, added, 2);
            parts.forEach(ArenaOperations.Part::verify);
            added.forEach(ArenaOperations.Part::verify);
        } catch (IllegalStateException e) {
            if (arena.scope().isAlive()) {
                throw e;
            }
        }
    }

    /** Once, by who took it out of its place. */
    void close() {
        parts.forEach(ArenaOperations.Part::verify);
        arena.close();
        ArenaOperations.requireGone(parts);
    }
}
