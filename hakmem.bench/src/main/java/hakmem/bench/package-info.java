/**
 * The command line. {@link hakmem.bench.Main} reads it; each command is a class of its own. What is measured, how, and how it is
 * reported lies in the packages below, which know nothing of the command line.
 *
 * <p>No mutable field is shared between threads here, so there is no ordering table.
 */
package hakmem.bench;
