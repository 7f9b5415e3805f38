/**
 * The general-purpose allocator over small and large blocks.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code MallocAllocator.closed}</td><td>volatile</td><td>volatile, under {@code closing}</td><td>who closes it
 *     first</td><td>{@code CloseTest}</td></tr>
 * <tr><td>{@code Leases.counts}, {@code Leases.shut}</td><td>volatile</td><td>get-and-add; volatile</td><td>who opens or
 *     closes an arena's chunk; who closes the allocator</td><td>{@code LeasesTest}</td></tr>
 * <tr><td>{@code Housekeeper}, all fields</td><td>under its lock</td><td>under its lock</td><td>anyone</td>
 *     <td>{@code HousekeeperTest}</td></tr>
 * </table>
 */
package hakmem.malloc;
