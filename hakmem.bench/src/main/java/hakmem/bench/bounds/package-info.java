/**
 * What an allocator holds back after work that is hard on it, and whether that is within its bounds: {@code hakmem bounds}.
 *
 * <p>In layers, each using only those before it: {@code ProcessMemory}; {@code BoundsResult}; {@code Ledger},
 * {@code CommitWatch}; {@code Rest}, {@code ThreadScenarios}, {@code MemoryScenarios}, {@code HugePages};
 * {@link hakmem.bench.bounds.Bounds}.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code Ledger.live}, {@code Ledger.peak}</td><td>volatile</td><td>add-and-get; accumulate</td><td>who allocates or
 *     frees</td><td>{@code BoundsTest}</td></tr>
 * <tr><td>{@code CommitWatch.peak}, {@code CommitWatch.stopped}</td><td>volatile</td><td>volatile</td><td>the thread that
 *     watches; who stops it</td><td>{@code BoundsTest}</td></tr>
 * </table>
 */
package hakmem.bench.bounds;
