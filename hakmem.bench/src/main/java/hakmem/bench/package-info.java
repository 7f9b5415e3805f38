/**
 * The command line. {@link hakmem.bench.Main} reads it; each command is a class of its own. What is measured, how, and how it is
 * reported lies in the packages below, which know nothing of the command line.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code ComparisonReport.done}</td><td>under its lock</td><td>under its lock, once</td><td>the thread that measures;
 *     the hook that ends the process</td><td>{@code CommandLineTest}</td></tr>
 * </table>
 */
package hakmem.bench;
