/**
 * The default strategy: entries in groups that never move, recycled by generation.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code RecyclingTable.published}</td><td>acquire</td><td>release, after the entry and its group are in
 *     place</td><td>under the table's lock</td><td>{@code RecyclingTableTest}, {@code
 *     PoolLincheckTest}</td></tr>
 * <tr><td>{@code RecyclingTable.groups[i]}, {@code EntryGroup.entries[i]}</td><td>plain, below {@code
 *     published}</td><td>plain, once, before {@code published}</td><td>under the table's lock</td><td>{@code
 *     RecyclingTableTest}</td></tr>
 * <tr><td>{@code RecyclingTable.free}, {@code Entry.nextFree}, {@code RecyclingTable.inUse}</td><td>under the
 *     table's lock</td><td>under the table's lock</td><td>anyone</td><td>{@code RecyclingTableTest}</td></tr>
 * <tr><td>{@code HintBits.bits}</td><td>volatile</td><td>compare-and-set</td><td>anyone, after a look at the
 *     entry</td><td>{@code HintBitsTest}</td></tr>
 * </table>
 */
package hakmem.sharedpool.recycling;
