/**
 * Contracts to inherit, and what they are made of: a source of memory that fails on demand, a ledger of who owns which
 * slab, a team of threads.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code SlabLedger.owners[i]}</td><td>volatile</td><td>compare-and-set</td><td>who was handed the slab; who gives it
 *     back</td><td>{@code BrokenPoolsTest}</td></tr>
 * <tr><td>{@code ScriptedSource}, counts and script</td><td>volatile</td><td>volatile, get-and-add</td><td>the test; who
 *     commits or decommits</td><td>{@code ScriptedSourceTest}</td></tr>
 * <tr><td>{@code ThreadTeam.failure}</td><td>volatile</td><td>compare-and-set</td><td>the first thread that
 *     fails</td><td>{@code ThreadTeamTest}</td></tr>
 * <tr><td>{@code ArenaSource}, {@code closed} of a reservation</td><td>volatile</td><td>compare-and-set; back to
 *     false if closing fails</td><td>who closes it</td><td>{@code MemorySourcesTest}</td></tr>
 * <tr><td>{@code PoolUnderTest.acquired}</td><td>a sum, with no thread at work</td><td>a striped adder</td><td>who
 *     acquires</td><td>{@code BuiltInStrategiesTest}</td></tr>
 * </table>
 */
package hakmem.tck;
