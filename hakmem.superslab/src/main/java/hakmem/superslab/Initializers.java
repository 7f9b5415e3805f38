package hakmem.superslab;

/**
 * Runs static initializers early. A class whose initializer has failed can never be used again: an initializer that runs in the
 * middle of some call, and finds the Java heap full, would take that call away from all threads for good. What an allocator may
 * need at any time is therefore initialized when it is made. Safe for use by several threads.
 */
public final class Initializers {
    private Initializers() {}

    /**
     * Initializes classes, unless they are.
     *
     * @param classes the classes
     * @throws LinkageError if the initializer of one of them fails, or has failed before
     */
    public static void run(Class<?>... classes) {
        for (Class<?> each : classes) {
            try {
                Class.forName(each.getName(), true, each.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new AssertionError(each + " is loaded", e);
            }
        }
    }
}
