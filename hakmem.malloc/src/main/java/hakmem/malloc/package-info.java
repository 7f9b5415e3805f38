/**
 * The general-purpose allocator over small and large blocks.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code ClosableAllocator.closed}</td><td>volatile</td><td>volatile, under {@code closing}</td><td>who closes it
 *     first</td><td>{@code CloseTest}</td></tr>
 * <tr><td>{@code Reclaimer.beforeAging}</td><td>volatile</td><td>volatile, once</td><td>the front, when it is
 *     made</td><td>{@code HardenedHousekeepingTest}</td></tr>
 * <tr><td>{@code OpenAllocators.NUMBERS}, {@code OpenAllocators.OPEN}</td><td>volatile; concurrent queue</td>
 *     <td>get-and-add; concurrent queue</td><td>who opens or closes an allocator</td><td>{@code WrongAllocatorTest}</td></tr>
 * <tr><td>{@code Leases.counts}, {@code Leases.shut}</td><td>volatile</td><td>get-and-add; volatile</td><td>who opens or
 *     closes an arena's chunk; who closes the allocator</td><td>{@code LeasesTest}</td></tr>
 * <tr><td>{@code KeptChunk.state}</td><td>plain, then by compare-and-set; acquire to count</td><td>compare-and-set to take and
 *     to revoke; release to give</td><td>the owner: IDLE to USED and back; anyone: IDLE to GONE</td><td>{@code
 *     ThreadChunksTest}</td></tr>
 * <tr><td>{@code ThreadChunks.table[i]}</td><td>plain by a thread that looks for itself; acquire</td><td>compare-and-set</td>
 *     <td>the owner, from nothing; who revoked it, to nothing</td><td>{@code ThreadChunksTest}</td></tr>
 * <tr><td>{@code KeptChunk.inner}</td><td>plain</td><td>plain</td><td>the owner</td><td>{@code NestedChunksTest}</td></tr>
 * <tr><td>{@code KeptChunk.uses}, {@code KeptChunk.usesSeen}</td><td>plain, as a hint</td><td>plain</td><td>the
 *     owner; the housekeeper</td><td>{@code ThreadChunksTest}</td></tr>
 * <tr><td>{@code Housekeeper}, all fields</td><td>under its lock</td><td>under its lock</td><td>anyone</td>
 *     <td>{@code HousekeeperTest}</td></tr>
 * </table>
 */
package hakmem.malloc;
