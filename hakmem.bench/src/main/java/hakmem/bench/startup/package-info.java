/**
 * How long a program waits for its first block: from the start of its JVM, against a program that asks for none.
 *
 * <p>Nothing here is shared between threads; there is no ordering table.
 */
package hakmem.bench.startup;
