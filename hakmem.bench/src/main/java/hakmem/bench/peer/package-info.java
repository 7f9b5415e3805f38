/**
 * The allocators that workloads are run against, by name: hakmem with its strategies and memory sources, and what Java
 * code can call otherwise.
 *
 * <p>The lowest layer of the module: nothing here knows of workloads. No mutable field is shared between threads, so
 * there is no ordering table.
 */
package hakmem.bench.peer;
