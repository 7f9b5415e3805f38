/**
 * Benchmarks of single operations with JMH, the allocators as a parameter. They are on the class path, where JMH wants them;
 * hakmem stays in its named modules, as it is for users.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code Ring.head}</td><td>acquire, by the producer; plain, by the consumer</td><td>release, after the place was
 *     read</td><td>the consumer</td><td>{@code RingTest}</td></tr>
 * <tr><td>{@code Ring.tail}</td><td>acquire, by the consumer; plain, by the producer</td><td>release, after the place was
 *     written</td><td>the producer</td><td>{@code RingTest}</td></tr>
 * </table>
 */
package hakmem.jmh;
