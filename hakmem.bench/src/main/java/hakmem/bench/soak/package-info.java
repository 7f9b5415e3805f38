/**
 * The soak of a pool strategy: SuperSlabs retired and recycled by the million under threads that claim from them, and what
 * must be flat all the while: committed memory, the table of metadata, the Java heap.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code SlabOwners.owners}</td><td>volatile</td><td>compare-and-set</td><td>who was handed the slab; who gives it
 *     back</td><td>{@code PoolSoakTest}</td></tr>
 * <tr><td>{@code WatchedSource.marks}</td><td>volatile</td><td>compare-and-set</td><td>who commits or decommits the
 *     SuperSlab</td><td>{@code WatchedSourceTest}</td></tr>
 * <tr><td>{@code WatchedSource.committed}, {@code WatchedSource.peak}</td><td>volatile</td><td>get-and-add; get and
 *     accumulate</td><td>who commits or decommits</td><td>{@code WatchedSourceTest}</td></tr>
 * <tr><td>{@code Shift.failure}</td><td>volatile</td><td>compare-and-set from null</td><td>the first thread that
 *     fails</td><td>{@code PoolSoakTest}</td></tr>
 * <tr><td>{@code Shift.over}</td><td>volatile</td><td>volatile, to true once</td><td>who sees that the shift's generations
 *     are reached, or fails</td><td>{@code PoolSoakTest}</td></tr>
 * <tr><td>{@code PoolSoak.acquired}, {@code PoolSoak.refused}</td><td>sums, with no thread at work</td><td>striped
 *     adders</td><td>who acquires</td><td>{@code PoolSoakTest}</td></tr>
 * <tr><td>{@code PoolSoak.replaced}</td><td>a sum, to see whether enough was done</td><td>a striped adder</td><td>who
 *     replaces slabs</td><td>{@code PoolSoakTest}</td></tr>
 * </table>
 */
package hakmem.bench.soak;
