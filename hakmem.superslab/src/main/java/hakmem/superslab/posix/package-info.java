/**
 * The memory source {@code posix}: anonymous private mappings of the operating system, through downcalls.
 *
 * <p>In layers, each using only those above it: {@code Platform} has the constants, {@code CaptureSlots} keeps the error
 * number of a call, {@code LibC} has the system calls, {@code HugePages} an option,
 * {@code Lifetime} is a segment that ends before its pages do, {@code PosixReservation} is a range of address space,
 * {@code PosixMemorySource} makes them.
 *
 * <p>The first downcall a process links costs about 60 ms, one of another shape 7 ms, and whoever asks for the first block
 * waits for them. So each is linked when it is first called and no earlier, and all but one have the same shape.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code LibC.Downcall.linked}</td><td>volatile</td><td>volatile, once, under the downcall's monitor</td>
 *     <td>its first caller</td><td>{@code PosixMemorySourceTest}</td></tr>
 * <tr><td>{@code CaptureSlots.used}</td><td>volatile</td><td>compare-and-set</td><td>who takes a slot sets its bit and
 *     clears it</td><td>{@code CaptureSlotsTest}</td></tr>
 * <tr><td>{@code CaptureSlots.slots}, off heap</td><td>plain</td><td>plain</td><td>who set the slot's bit in {@code used}:
 *     the compare-and-set that clears it publishes to the one that sets it</td><td>{@code CaptureSlotsTest}</td></tr>
 * <tr><td>{@code PosixReservation.lifetime}</td><td>volatile</td><td>volatile, under the reservation's monitor</td>
 *     <td>who may work on the reservation, when its pages could not be moved</td><td>{@code MovingPagesTest}</td></tr>
 * <tr><td>{@code PosixReservation.givenUp}</td><td>volatile</td><td>volatile</td><td>who may work on the reservation</td>
 *     <td>{@code MovingPagesTest}</td></tr>
 * <tr><td>{@code HugePages.REFUSAL_LOGGED}</td><td>volatile</td><td>compare-and-set</td><td>the first whose advice the
 *     system refuses</td><td>{@code HugePagesTest}</td></tr>
 * <tr><td>{@code PosixReservation.unmapped}</td><td>plain, under the reservation's monitor</td><td>plain, under the
 *     monitor</td><td>who closes it, or moves its pages away</td><td>{@code FullHeapTest}</td></tr>
 * </table>
 *
 * <p>A reservation has no state of its own but its segment's scope: a downcall given the segment holds the scope open, so
 * a range is never protected or discarded after it was unmapped.
 */
package hakmem.superslab.posix;
