/**
 * The public face of hakmem: allocators, their errors, their statistics.
 *
 * <p>Sizes and alignments are in bytes throughout. Every type here may be used from any thread, except what
 * {@link hakmem.api.Allocator#confinedArena()} returns.
 *
 * <p>This package shares no mutable field between threads, so it has no ordering table.
 */
package hakmem.api;
