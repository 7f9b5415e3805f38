/**
 * What is measured: workloads, the threads they run on, and the random numbers they draw.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code Crew.stopped}</td><td>volatile, once in a batch of operations</td><td>volatile, to true once</td><td>the
 *     thread that measures; a thread that fails</td><td>{@code CrewTest}</td></tr>
 * <tr><td>{@code Crew.failure}</td><td>volatile</td><td>compare-and-set from null</td><td>a thread that fails</td>
 *     <td>{@code CrewTest}</td></tr>
 * <tr><td>{@code Crew.started}</td><td colspan="2">a concurrent queue</td><td>a thread, before it starts
 *     another</td><td>{@code CrewTest}</td></tr>
 * <tr><td>{@code SlabTraffic.Lane}, all fields; its slots</td><td>plain</td><td>plain</td><td>its thread: ordered by {@code
 *     Thread.join} to the thread that measures</td><td>{@code SlabTrafficTest}</td></tr>
 * <tr><td>{@code RandomReplacement.Lane}, all fields; its slots</td><td>plain</td><td>plain</td><td>the one thread of the
 *     lane: ordered by {@code Thread.start} to its successor, and by {@code Thread.join} to the thread that measures</td>
 *     <td>{@code LarsonTest}</td></tr>
 * <tr><td>{@code GlibcThread.Lane.operations}, {@code ArenaNesting.Lane.arenas}, {@code StringLength.Lane.calls}, {@code
 *     RpTest.Lane.calls}</td><td>plain</td><td>plain</td><td>the thread of the lane: ordered by {@code Thread.join} to the
 *     thread that measures</td><td>{@code WorkloadsTest}</td></tr>
 * <tr><td>{@code RpTest.Lane.received}, {@code RpTest.Lane.unused}</td><td colspan="2">concurrent queues; what was written to
 *     a burst and its slots before it was put in is seen by who takes it out</td><td>the thread of any lane</td>
 *     <td>{@code WorkloadsTest}</td></tr>
 * <tr><td>{@code Parcels.empty}, {@code Parcels.full}</td><td colspan="2">blocking queues, as above</td><td>any thread of the
 *     run</td><td>{@code WorkloadsTest}</td></tr>
 * <tr><td>{@code Gifts.taken}</td><td>volatile</td><td>atomic increment, after the parcel was freed</td><td>a thread that took
 *     a parcel</td><td>{@code WorkloadsTest}</td></tr>
 * <tr><td>{@code VirtualThreads.Place.blocks}</td><td>sum, when all threads were joined</td><td>{@code LongAdder}</td><td>any
 *     thread of the run</td><td>{@code WorkloadsTest}</td></tr>
 * <tr><td>{@code Garbage.ignored}</td><td>volatile</td><td>volatile</td><td>the thread that measures, before and after the run
 *     that is watched</td><td>{@code GarbageTest}</td></tr>
 * </table>
 */
package hakmem.bench.workload;
