package hakmem.fuzz;

/** What a command of a {@link Program} does. New ones go to the end: kept inputs name them by their number. */
enum Operation {
    MALLOC,
    CALLOC,
    ALIGNED_ALLOC,
    ALLOCATE,
    REALLOC,
    REALLOCATE,
    FREE,
    FREE_SEGMENT,
    REWRITE,
    HAND_OVER,
    TRIM,
    STATS,
    OPEN_OR_CLOSE_ARENA,
    ALLOCATE_IN_ARENA,
    FREE_AGAIN,
    FREE_INSIDE,
    FREE_NOWHERE,
    FREE_OF_ARENA,
    BAD_REQUEST,
    TOO_MUCH;

    /** Whether it leaves a block in its slot. */
    boolean fillsSlot() {
        return switch (this) {
            case MALLOC, CALLOC, ALIGNED_ALLOC, ALLOCATE -> true;
            default -> false;
        };
    }

    /** Whether it takes the block out of its slot. */
    boolean emptiesSlot() {
        return this == FREE || this == FREE_SEGMENT;
    }

    /** Whether it does nothing without a block in its slot. */
    boolean needsBlock() {
        return switch (this) {
            case REALLOC, REALLOCATE, FREE, FREE_SEGMENT, REWRITE, HAND_OVER, FREE_INSIDE, FREE_NOWHERE -> true;
            default -> false;
        };
    }
}
