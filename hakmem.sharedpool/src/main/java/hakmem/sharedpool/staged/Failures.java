package hakmem.sharedpool.staged;

/** What a round throws at its end that goes on whatever fails. */
final class Failures {
    private Failures() {}

    /**
     * Adds a failure to those before.
     *
     * @param before the first of them, or null
     * @param failure what was thrown now; a source may throw one object again and again
     * @return the first
     */
    @SuppressWarnings("ReferenceEquality") // an object cannot be suppressed by itself
    static RuntimeException join(RuntimeException before, RuntimeException failure) {
        if (before == null) {
            return failure;
        }
        if (before != failure) {
            before.addSuppressed(failure);
        }
        return before;
    }
}
