/**
 * The memory source {@code mapped}: temporary files mapped by {@code FileChannel.map}, without any restricted call. It
 * works where native access is denied, and on every operating system the JDK runs on.
 *
 * <p>In layers, each using only those above it: {@code SparseFile} makes and maps a file, {@code Room} keeps the books of
 * one file system, {@code MappedReservation} is a mapped file, {@code MappedMemorySource} makes them.
 *
 * <p>What it cannot do: pages are given back only when a reservation is closed, and a file system that other processes
 * fill after the room was checked faults at first touch (an {@link java.lang.InternalError} from segment accesses).
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code Room} and {@code Room.Tenant}, all fields</td><td>under the room's lock</td><td>under the room's
 *     lock</td><td>anyone</td><td>{@code RoomTest}</td></tr>
 * <tr><td>{@code Room.ROOMS}</td><td>concurrent map</td><td>concurrent map: put if absent, never removed</td><td>the first
 *     who maps on a file system</td><td>{@code MappedMemorySourceTest}</td></tr>
 * <tr><td>{@code SparseFile.COUNT}</td><td>volatile</td><td>get-and-add</td><td>who makes a file</td>
 *     <td>{@code MappedMemorySourceTest}</td></tr>
 * </table>
 */
package hakmem.superslab.mapped;
