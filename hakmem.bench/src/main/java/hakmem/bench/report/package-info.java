/**
 * What people and programs get to see of a run: progress, the table, the result file, the machine it ran on.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code Results}, all fields</td><td>under its lock</td><td>under its lock</td><td>the thread that measures; the hook
 *     that reports what there is when the process is ended reads</td><td>{@code ResultsTest}</td></tr>
 * </table>
 */
package hakmem.bench.report;
