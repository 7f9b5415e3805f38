/**
 * Rows of slots that hold blocks, the same to a workload whatever allocator they come from, and whether or not their
 * contents are verified.
 *
 * <p>A row is shared by the threads of a workload, each of which has its own range of slots; a range is handed over with the
 * start or the end of a thread or through a queue, and has no ordering of its own. The slots that threads exchange blocks with
 * are the exception.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code AddressSlots.addresses}, {@code ObjectSlots.blocks}: an element that is exchanged with</td><td colspan="2">
 *     volatile exchange: what a thread did to the block it put in is seen by the thread that gets it</td><td>any thread of the
 *     workload</td><td>{@code SlotsTest}</td></tr>
 * <tr><td>{@code VerifyingSlots.sizes}, {@code VerifyingSlots.patterns}: the same elements</td><td>under the row's lock</td>
 *     <td>under the row's lock</td><td>any thread of the workload</td><td>{@code SlotsTest}</td></tr>
 * <tr><td>bytes of a block, through {@code RawMemory.BYTE}</td><td>opaque</td><td>opaque</td><td>the thread whose block it is:
 *     no ordering, but no access may be left out</td><td>{@code WorkloadsTest}</td></tr>
 * </table>
 */
package hakmem.bench.slots;
