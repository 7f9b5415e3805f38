/**
 * The pool as front ends see it: strategies found by name, and the boundary that checks them.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code GuardedPool.closed}</td><td>volatile; again after a strategy has thrown</td><td>volatile, to true once,
 *     before the strategy is closed</td><td>who closes</td><td>{@code GuardedPoolTest}</td></tr>
 * </table>
 *
 * <p>The slab words that the boundary moves are in the table of {@code hakmem.superslab}.
 */
package hakmem.sharedpool;
