package hakmem.malloc.arena;

import java.lang.foreign.Arena;

/** The JDK's arenas, and ours. */
enum ArenaKind {
    JDK_CONFINED,
    JDK_SHARED,
    CONFINED,
    SHARED;

    boolean isShared() {
        return this == JDK_SHARED || this == SHARED;
    }

    /** Opens one; the JDK's have no use for the chunks. */
    @SuppressWarnings("MustBeClosedChecker") // each test closes what it opens
    Arena open(ChunkSource chunks) {
        return switch (this) {
            case JDK_CONFINED -> Arena.ofConfined();
            case JDK_SHARED -> Arena.ofShared();
            case CONFINED -> Arenas.confined(chunks);
            case SHARED -> Arenas.shared(chunks);
        };
    }
}
