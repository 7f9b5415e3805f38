/**
 * The strategy hakmem began with, in C, as it was fixed: an array that never moves and is never used twice.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code FixedTable.count}</td><td>acquire</td><td>release, after the entry is written</td><td>under the table's
 *     lock</td><td>{@code FixedTableTest}, {@code PoolLincheckTest}</td></tr>
 * <tr><td>{@code FixedTable.entries[i]}</td><td>plain, below {@code count}</td><td>plain, once, before {@code
 *     count}</td><td>under the table's lock</td><td>{@code FixedTableTest}</td></tr>
 * <tr><td>{@code FixedTable.reserved}, {@code FixedTable.retired}, {@code FixedTable.peak}, {@code
 *     FixedTable.refusals}</td><td>under the table's lock</td><td>under the table's
 *     lock</td><td>anyone</td><td>{@code FixedTableTest}</td></tr>
 * <tr><td>{@code Entry.superSlab}</td><td>acquire; null is skipped</td><td>release; null before the SuperSlab is
 *     decommitted</td><td>committer, retirer</td><td>{@code FixedTableTest}</td></tr>
 * </table>
 */
package hakmem.sharedpool.fixed;
