/**
 * The protections of {@link hakmem.api.Hardening}, in a front that stands before an allocator.
 *
 * <p>In layers, each using only those before it: {@code HardenedErrors}, {@code BlockState}, {@code Stripes}, {@code Findings};
 * {@code SlabRecords}, {@code LargeRecord}, {@code LargeRecords}, {@code Poison}, {@code Canary}, {@code DelayRing}; {@code RecordTable},
 * {@code Quarantine}, {@code RandomReserve}; {@code Ledger}; {@code Detained}, {@code HardenedSnapshots};
 * {@link hakmem.malloc.hardened.HardenedAllocator}. {@link hakmem.malloc.hardened.GuardedSource} stands by itself, between
 * the large blocks and their memory source.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <p>Who reads the word of a block that it allocated sees what was written when the block was freed: the allocator beneath
 * hands the block over in between.
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code SlabRecords.words}</td><td>volatile</td><td>compare-and-set to hold or resize; otherwise volatile</td>
 *     <td>anyone; who has the block in its hands</td>
 *     <td>{@code SlabRecordsTest}, {@code HardenedRacesTest}</td></tr>
 * <tr><td>{@code RecordTable.records}</td><td>volatile</td><td>compare-and-set, the object complete; volatile to drop it</td>
 *     <td>who allocated a block in the slab, or a run of which it is part</td><td>{@code HardenedRacesTest}</td></tr>
 * <tr><td>{@code LargeRecord.byteSize}</td><td>volatile</td><td>compare-and-set; volatile by who holds it</td><td>anyone</td>
 *     <td>{@code HardenedRacesTest}</td></tr>
 * <tr><td>{@code LargeRecord.address}, {@code LargeRecord.usable}</td><td>plain, of a record that was found</td><td>plain,
 *     before it can be found</td><td>who allocated the block</td><td>{@code HardenedRacesTest}</td></tr>
 * <tr><td>{@code LargeRecords.heads}, {@code LargeRecords.size}, {@code LargeRecord.next}</td><td>under its monitor</td>
 *     <td>under its monitor</td><td>who allocated; who held</td><td>{@code HardenedRacesTest}</td></tr>
 * <tr><td>{@code Ledger.postponed}</td><td>volatile</td><td>volatile, after the block's state; compare-and-set by who looks for
 *     such blocks, before it looks</td><td>who had a block in its hands</td><td>{@code PostponedFreesTest}</td></tr>
 * <tr><td>{@code DelayRing.slots}</td><td>volatile</td><td>get-and-set</td><td>anyone</td>
 *     <td>{@code DelayRingTest}</td></tr>
 * <tr><td>{@code DelayRing.head}, {@code DelayRing.tail}, {@code DelayRing.bytes}</td><td>volatile</td>
 *     <td>get-and-add; compare-and-set; get-and-add</td><td>anyone</td><td>{@code DelayRingTest}</td></tr>
 * <tr><td>{@code RandomReserve.slots}</td><td>volatile</td><td>compare-and-set, once; its elements get-and-set</td>
 *     <td>anyone</td><td>{@code HardenedRacesTest}</td></tr>
 * <tr><td>{@code RandomReserve.numbers}</td><td>volatile</td><td>get-and-add</td><td>anyone</td>
 *     <td>{@code QuarantineTest}</td></tr>
 * <tr><td>{@code Quarantine.arrivalsSeen}, {@code RandomReserve.numbersSeen}</td><td>under
 *     {@code HardenedAllocator.releasing}</td><td>under {@code HardenedAllocator.releasing}</td><td>the housekeeper</td>
 *     <td>{@code HardenedHousekeepingTest}</td></tr>
 * <tr><td>{@code Findings.found}</td><td>volatile</td><td>compare-and-set; get-and-set</td><td>anyone</td>
 *     <td>{@code WriteAfterFreeTest}</td></tr>
 * </table>
 */
package hakmem.malloc.hardened;
