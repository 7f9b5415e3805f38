/**
 * What is measured: workloads, the threads they run on, and the random numbers they draw.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code Crew.stopped}</td><td>volatile, once in a batch of operations</td><td>volatile, to true once</td><td>the
 *     thread that measures; a thread that fails</td><td>{@code CrewTest}</td></tr>
 * <tr><td>{@code Crew.failure}</td><td>volatile</td><td>compare-and-set from null</td><td>a thread that fails</td>
 *     <td>{@code CrewTest}</td></tr>
 * <tr><td>{@code Crew.started}</td><td colspan="2">a concurrent queue</td><td>a thread, before it starts
 *     another</td><td>{@code CrewTest}</td></tr>
 * <tr><td>{@code SlabTraffic.Lane}, all fields; its slots</td><td>plain</td><td>plain</td><td>its thread: ordered by {@code
 *     Thread.join} to the thread that measures</td><td>{@code SlabTrafficTest}</td></tr>
 * <tr><td>{@code Larson.Lane}, all fields; its slots</td><td>plain</td><td>plain</td><td>the one thread of the lane: ordered
 *     by {@code Thread.start} to its successor, and by {@code Thread.join} to the thread that measures</td>
 *     <td>{@code LarsonTest}</td></tr>
 * </table>
 */
package hakmem.bench.workload;
