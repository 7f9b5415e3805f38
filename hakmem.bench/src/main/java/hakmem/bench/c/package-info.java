/**
 * The C programs that do in C what the workloads do in Java, so that hakmem can be compared with what C programs get: their
 * names, how they are compiled, and the command lines they are run with. The sources are in {@code src/main/c}, and beside
 * this package's classes in the jar.
 *
 * <p>Nothing here is shared between threads; there is no ordering table.
 */
package hakmem.bench.c;
