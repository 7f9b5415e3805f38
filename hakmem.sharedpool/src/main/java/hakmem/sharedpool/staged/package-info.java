/**
 * The three stages of acquisition, and what they work on: entries with a claim word and an empty mask, stacks of empty
 * slabs, the gate before a commit. {@code recycling} and {@code fixed} share all of it and differ in their
 * {@linkplain hakmem.sharedpool.staged.EntryTable table}.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code Entry.claim}</td><td>volatile</td><td>compare-and-set; volatile to make it live</td><td>claimer,
 *     retirer, who gives slots back; who holds the entry while it is not live</td><td>{@code EntryTest}, {@code
 *     RecyclingTableTest}, {@code PoolLincheckTest}</td></tr>
 * <tr><td>{@code Entry.empty}</td><td>volatile</td><td>compare-and-set</td><td>releaser sets its own bit; anyone
 *     clears, and owns what he cleared</td><td>{@code EntryTest}, {@code SharedPoolHistories}, {@code
 *     PoolLincheckTest}</td></tr>
 * <tr><td>{@code Entry.soiled}</td><td>volatile</td><td>compare-and-set to set; get-and-set to take all</td><td>releaser
 *     sets the bits of his slots; who discards</td><td>{@code DiscardingTest}</td></tr>
 * <tr><td>{@code IdleSlots}, all fields</td><td>under {@code Discarding.round}</td><td>under {@code
 *     Discarding.round}</td><td>who discards</td><td>{@code DiscardingTest}</td></tr>
 * <tr><td>{@code Discarding.failing}</td><td>volatile: a hint</td><td>volatile, after a round</td><td>who
 *     discards</td><td>{@code DiscardingTest}</td></tr>
 * <tr><td>{@code Discarding.inHand}</td><td>volatile, after the masks by who retires</td><td>volatile: before the first
 *     slot is taken, after the last is put back</td><td>who discards</td><td>{@code DiscardingTest}</td></tr>
 * <tr><td>{@code Entry.superSlab}</td><td>acquire</td><td>release</td><td>who holds the entry while it is not
 *     live</td><td>{@code EntryTest}</td></tr>
 * <tr><td>{@code Entry.idleSince}</td><td>opaque</td><td>opaque</td><td>anyone who finds all slots free: a time, not a
 *     permission</td><td>{@code RetirementTest}</td></tr>
 * <tr><td>{@code EmptyStacks.chunks}, and the heads in them</td><td>volatile</td><td>compare-and-set; get-and-set to
 *     sweep</td><td>anyone</td><td>{@code EmptyStacksTest}</td></tr>
 * <tr><td>{@code StagedPool.closed}</td><td>volatile</td><td>volatile</td><td>{@code close()}</td><td>{@code
 *     SharedPoolHistories}</td></tr>
 * <tr><td>{@code Transit.epoch}</td><td>volatile, after {@code underway} by who may be refused</td><td>get-and-add, before
 *     {@code underway} goes down</td><td>who ends a move or a commit</td><td>{@code TransitLincheckTest}</td></tr>
 * <tr><td>{@code Transit.underway}</td><td>volatile</td><td>get-and-add</td><td>who begins a move, and
 *     ends it</td><td>{@code TransitLincheckTest}</td></tr>
 * <tr><td>{@code Waiting.top}</td><td>volatile</td><td>compare-and-set to push; get-and-set to take all</td><td>who waits;
 *     who wakes</td><td>{@code WaitingTest}</td></tr>
 * <tr><td>{@code Waiting.Node.thread}</td><td>volatile</td><td>volatile, to null</td><td>who wakes; who waits no
 *     longer</td><td>{@code WaitingTest}</td></tr>
 * <tr><td>{@code Waiting.Node.next}</td><td>plain, after the stack was taken</td><td>plain, before the push</td><td>who
 *     waits</td><td>{@code WaitingTest}</td></tr>
 * <tr><td>{@code CommitGate.oldest}, {@code CommitGate.begun}</td><td>volatile; {@code begun} first</td><td>volatile, under
 *     the lock; {@code begun} last</td><td>who begins a commit, and ends it</td><td>{@code CommitGateTest}</td></tr>
 * <tr><td>{@code CommitGate.Commit.done}</td><td>volatile</td><td>volatile, once</td><td>who ends the commit</td><td>{@code
 *     CommitGateTest}</td></tr>
 * <tr><td>{@code CommitGate} and {@code CommitGate.Commit}, other fields</td><td>under its lock</td><td>under its
 *     lock</td><td>anyone</td><td>{@code CommitGateTest}</td></tr>
 * <tr><td>{@code Count.cells}, the counts of {@code StageCounters}</td><td>sums, at no one moment</td><td>get-and-add to the
 *     thread's</td><td>anyone</td>
 *     <td>{@code StrategiesTest}, {@code LostRacesTest}</td></tr>
 * </table>
 */
package hakmem.sharedpool.staged;
