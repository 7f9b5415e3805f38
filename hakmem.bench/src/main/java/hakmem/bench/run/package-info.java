/**
 * How measurements are run: each in a JVM of its own, rounds interleaved, what was found collected as it comes.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code ForkedRunner.child}</td><td>volatile</td><td>volatile</td><td>the thread that measures; the hook that ends
 *     the process reads it</td><td>{@code ForkedRunnerTest}</td></tr>
 * <tr><td>{@code ForkedRunner.cancelled}</td><td>volatile</td><td>volatile, to true, before {@code child} is read</td><td>the
 *     hook that ends the process</td><td>{@code ForkedRunnerTest}</td></tr>
 * <tr><td>{@code TimeLimit.reached}</td><td>volatile, after the process's output has ended</td><td>volatile, to true, before the
 *     process is ended</td><td>the thread that watches the time</td><td>{@code ForkedRunnerTest}</td></tr>
 * <tr><td>{@code MemorySampler}, its samples</td><td>plain</td><td>plain</td><td>the sampling thread: ordered by {@code
 *     Thread.join} to the thread that measures</td><td>{@code MemorySamplerTest}</td></tr>
 * <tr><td>{@code MemorySampler.failure}</td><td>volatile, after the thread has ended</td><td>volatile, once</td><td>the
 *     sampling thread</td><td>{@code MemorySamplerTest}</td></tr>
 * </table>
 */
package hakmem.bench.run;
