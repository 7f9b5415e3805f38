/**
 * The reserved region, SuperSlabs and slabs, and the choice of a memory source.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code Slab.word}</td><td>volatile</td><td>compare-and-set</td><td>pool boundary, strategy, region: see the
 *     class</td><td>{@code SlabTest}</td></tr>
 * <tr><td>{@code Slab.discards}</td><td>volatile</td><td>volatile</td><td>who has the slab while it is not
 *     active</td><td>{@code DiscardTest}</td></tr>
 * <tr><td>{@code SuperSlab.committed}</td><td>volatile</td><td>volatile; compare-and-set to clear</td><td>who took the
 *     index from the ledger; one of those who decommit</td><td>{@code RegionConcurrencyTest}</td></tr>
 * <tr><td>{@code SuperSlab.commits}</td><td>volatile</td><td>volatile</td><td>who took the index from the ledger</td>
 *     <td>{@code RegionTest}</td></tr>
 * <tr><td>{@code SuperSlabTable.pieces}</td><td>volatile</td><td>compare-and-set of a piece; volatile in it, once, the
 *     object complete</td><td>who took the
 *     index first</td><td>{@code RegionTest}</td></tr>
 * <tr><td>{@code SlotLedger}, all fields</td><td>under its lock</td><td>under its lock</td><td>anyone</td>
 *     <td>{@code SlotLedgerTest}</td></tr>
 * <tr><td>{@code OperationGate.shut}</td><td>under its read lock</td><td>under its write lock</td><td>who closes</td>
 *     <td>{@code OperationGateTest}</td></tr>
 * <tr><td>{@code MemoryBudget.committed}</td><td>volatile</td><td>compare-and-set</td><td>anyone</td>
 *     <td>{@code MemoryBudgetTest}</td></tr>
 * <tr><td>{@code MemorySources.FALLBACK_LOGGED}</td><td>volatile</td><td>compare-and-set, to true once</td><td>the first who
 *     falls back</td><td>{@code ChildJvmTest}</td></tr>
 * <tr><td>{@code SuperSlab.attachment}</td><td>volatile</td><td>volatile</td><td>committer before the entry is live, retirer
 *     before the SuperSlab is decommitted</td><td>{@code SharedPoolHistories}</td></tr>
 * </table>
 */
package hakmem.superslab;
