package hakmem.fuzz;

/** Which thread carries a command out; the next command waits for it, so that a program does the same at every run. */
enum By {
    /** The thread that runs the program. */
    MAIN,
    /** Another, which lives as long as the program runs. */
    OTHER,
    /** A new one, which ends with the command: its heap is left to others. */
    PASSING,
    /** A virtual one. */
    VIRTUAL
}
