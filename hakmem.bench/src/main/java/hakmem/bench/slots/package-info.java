/**
 * Rows of slots that hold blocks, the same to a workload whatever allocator they come from, and whether or not their
 * contents are verified.
 *
 * <p>A row is shared by the threads of a workload, each of which has its own range of slots; a range is handed over with the
 * start or the end of a thread, and has no ordering of its own. So there is no ordering table.
 */
package hakmem.bench.slots;
