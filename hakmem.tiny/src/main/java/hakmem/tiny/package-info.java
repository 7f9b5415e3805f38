/**
 * Small blocks. From the bottom up; a class uses those above it in this list only:
 *
 * <pre>
 * SizeClasses                     sizes and classes
 * BlockNumber                     which block an address belongs to
 * Note, RemoteFrees, BlockLinks    the words and arrays of a slab
 * BlockSlab                       which blocks are free, which live
 * SlabTable                       which slab is where
 * PartialSlabs, SlabExchange      where slabs come from and go to
 * RemoteFree, RemoteCollection    the two sides of a free across threads
 * AdoptedSlabs                    those an owner has because it frees in them
 * OwnedHeap                       whose a heap is
 * ThreadHeapHot                   the slabs it allocates from
 * ThreadHeap                      all slabs of one owner
 * Stripe, StripedHeaps            heaps for whoever holds the lock
 * HeapRegistry                    which thread has which heap
 * FastPath, FirstFastPath         the way of most blocks
 * KeepsNothing                    threads that have none
 * TinyAllocator                   the door
 * </pre>
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code BlockSlab.note}</td><td>volatile; plain by the owner in passing</td><td>compare-and-set; volatile by who
 *     has the slab alone</td><td>see {@code Note}</td><td>{@code RacingFreesTest}, {@code
 *     SlabFreesLincheckTest}</td></tr>
 * <tr><td>{@code RemoteFrees.words[i]}</td><td>volatile</td><td>compare-and-set</td><td>bits: who frees; epoch: who
 *     collects</td><td>{@code RemoteFreesTest}, {@code SlabFreesLincheckTest}</td></tr>
 * <tr><td>{@code BlockSlab.remote}</td><td>volatile</td><td>compare-and-set; volatile at activation</td><td>the first who
 *     frees in an activation; the owner</td><td>{@code RacingFreesTest}</td></tr>
 * <tr><td>{@code BlockSlab.firstNode}</td><td>get-and-set, after a volatile read of the note</td><td>plain, before the note
 *     is ABANDONED</td><td>the owner; who saw the note ABANDONED takes it</td><td>{@code RemoteFreeTest}</td></tr>
 * <tr><td>{@code BlockSlab.links[i]}</td><td>plain, after a volatile read of the word of {@code RemoteFrees} or of the
 *     note</td><td>plain, before the epoch goes up</td><td>who has the slab alone</td><td>{@code RemoteFreesTest}</td></tr>
 * <tr><td>{@code BlockSlab.head}, {@code BlockSlab.untilEvent}, {@code BlockSlab.pushed}, class, places and lists</td><td>plain</td><td>plain; handed
 *     over by the note, or with the heap</td><td>who has the slab alone</td><td>{@code RacingFreesTest}</td></tr>
 * <tr><td>{@code BlockSlab.owner}</td><td>plain: a thread finds itself there only by its own doing</td><td>plain, by
 *     who has the slab alone: before the note is QUIET, after it is POOLED; compare-and-set to nobody when
 *     abandoned</td><td>who activates, adopts, gives back or abandons</td>
 *     <td>{@code RemoteFreeTest}</td></tr>
 * <tr><td>{@code BlockSlab.quietUser}</td><td>plain: a thread finds its number there only by its own doing</td><td>plain by
 *     the owner, before the note is QUIET or leaves it, or with a fence before the note is read again; release after the note was
 *     raised, and when the heap is left</td><td>the owner; who moved the note to NOTIFIED</td><td>{@code QuietSlabsTest}, {@code
 *     SlabFreesLincheckTest}</td></tr>
 * <tr><td>{@code BlockSlab.nextNotified}</td><td>plain, after the stack was taken</td><td>plain, before the push</td><td>who
 *     moved the note to NOTIFIED</td><td>{@code RacingFreesTest}</td></tr>
 * <tr><td>{@code ThreadHeap.notified}</td><td>volatile</td><td>compare-and-set to push; get-and-set to take all</td><td>who
 *     moved a note to NOTIFIED; the owner</td><td>{@code RacingFreesTest}, {@code SlabFreesLincheckTest}</td></tr>
 * <tr><td>{@code OwnedHeap.owner}</td><td>plain: equal to the reader only by its own doing; acquire to see
 *     whether it is alive</td><td>compare-and-set; release to leave</td><td>under the registry's lock</td>
 *     <td>{@code HeapRegistryTest}</td></tr>
 * <tr><td>{@code OwnedHeap.user}</td><td>plain: a thread finds its number there only by its own doing</td><td>plain by the
 *     user; opaque when closed</td><td>who adopts the heap to use it, or gives it up; who closes, under the registry's
 *     lock</td><td>{@code QuietSlabsTest}, {@code HeapRegistryTest}</td></tr>
 * <tr><td>{@code PartialSlabs.heads[c]}</td><td>volatile</td><td>compare-and-set</td><td>who made a slab PARTIAL; who takes
 *     one</td><td>{@code RemoteFreeTest}</td></tr>
 * <tr><td>{@code SlabTable.slabs[i]}, {@code SlabTable.low[i]}</td><td>acquire; plain on the hot path, where only the owner
 *     goes on; an old entry does no harm</td><td>release, under the lock; plain when closed</td><td>who has the pool's slab and has
 *     not activated it</td><td>{@code RacingFreesTest}, {@code SlabsOfSeveralTest}</td></tr>
 * <tr><td>{@code SlabTable.slabs}</td><td>volatile</td><td>volatile, under the lock</td><td>who sets an entry beyond its
 *     end</td><td>{@code SlabTableTest}</td></tr>
 * <tr><td>{@code FastPath.slabs}</td><td>plain: a hint</td><td>plain</td><td>who takes a slab from the pool</td><td>{@code
 *     SlabTableTest}</td></tr>
 * <tr><td>{@code FastPath.TAKEN}</td><td>in the compare-and-set alone</td><td>compare-and-set, once</td><td>who makes the first
 *     allocator</td><td>{@code FastPathTest}</td></tr>
 * <tr><td>{@code Stripe.locked}</td><td>volatile, as a hint</td><td>compare-and-set to lock, release to unlock, volatile after
 *     a failure</td>
 *     <td>anyone</td><td>{@code StripedHeapsTest}</td></tr>
 * <tr><td>{@code Stripe.user}, {@code Stripe.streak}</td><td>plain, with the lock or as a hint</td><td>plain, with the lock or
 *     by the thread it counts</td><td>who holds the lock; the thread it counts</td><td>{@code StripedHeapsTest}</td></tr>
 * <tr><td>{@code HeapRegistry.table[i]}</td><td>plain: a hint, checked by the heap's user</td><td>plain</td><td>a thread
 *     that enters its heap</td><td>{@code HeapRegistryTest}</td></tr>
 * <tr><td>{@code ThreadHeap.slabCount}</td><td>plain; by others only to guess which heap is worth taking</td><td>plain</td>
 *     <td>the owner</td><td>{@code HeapRegistryTest}</td></tr>
 * <tr><td>{@code ThreadHeap} and {@code ThreadHeapHot}, all other fields</td><td>plain</td><td>plain; handed over with {@code OwnedHeap.owner}, by the
 *     end of the owner's thread, or with {@code Stripe.locked}</td><td>the owner</td><td>{@code HeapRegistryTest}, {@code
 *     StripedHeapsTest}</td></tr>
 * <tr><td>{@code HeapRegistry.heapByThread}</td><td>concurrent map: a hint, checked by the heap's owner</td><td>concurrent map, under the lock</td><td>who holds
 *     the lock</td><td>{@code HeapRegistryTest}</td></tr>
 * <tr><td>{@code HeapRegistry.refusals}</td><td>plain</td><td>plain: a lost count does no harm</td><td>anyone</td><td>{@code
 *     HeapRegistryTest}</td></tr>
 * <tr><td>{@code HeapRegistry.adoptions}, {@code SlabExchange.lateDoubleFrees}</td><td>volatile; a sum</td><td>get-and-add;
 *     a striped adder</td><td>who adopts; who collects</td><td>{@code HeapRegistryTest}, {@code RacingFreesTest}</td></tr>
 * <tr><td>{@code HeapRegistry.heaps}, {@code HeapRegistry.closed}</td><td>volatile</td><td>volatile, under the lock</td><td>who holds
 *     the lock</td><td>{@code HeapRegistryTest}</td></tr>
 * </table>
 */
package hakmem.tiny;
