/**
 * One mutex around the simplest data structure: what the other strategies are compared with.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code LockedPool} and {@code Holding}, all fields</td><td>under the pool's lock</td><td>under the pool's
 *     lock</td><td>anyone</td><td>{@code BuiltInStrategiesTest}, {@code
 *     PoolLincheckTest}</td></tr>
 * </table>
 */
package hakmem.sharedpool.locked;
