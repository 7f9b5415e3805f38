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
    TOO_MUCH
}
