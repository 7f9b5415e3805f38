/**
 * The torture of an allocator: every call, every size, every kind of thread at once, and what must hold all the while. Uses the
 * public API alone, so that any implementation of it can be tortured.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code Ground.exchange}, {@code Ground.arenas}</td><td>get-and-set, volatile</td><td>get-and-set</td><td>who leaves
 *     something or takes it out</td><td>{@code TortureTest}</td></tr>
 * <tr><td>{@code Ground.handedOver}, {@code Ground.players}</td><td>concurrent queues</td><td>add; poll; clear at
 *     rest</td><td>anyone</td><td>{@code TortureTest}</td></tr>
 * <tr><td>{@code Ground.operations}, {@code Ground.refused}, {@code Ground.hostile},
 *     {@code Ground.threads}</td><td>sums</td><td>striped adders</td><td>anyone</td><td>{@code TortureTest}</td></tr>
 * <tr><td>{@code Ground.held}, {@code Ground.peakCommitted}</td><td>volatile</td><td>get-and-add; get and
 *     accumulate</td><td>anyone</td><td>{@code TortureTest}</td></tr>
 * <tr><td>{@code Ground.failure}</td><td>volatile</td><td>compare-and-set from null</td><td>the first thread that
 *     fails</td><td>{@code TortureTest}</td></tr>
 * </table>
 */
package hakmem.bench.torture;
