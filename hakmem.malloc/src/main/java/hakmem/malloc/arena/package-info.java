/**
 * Arenas over the allocator's blocks, with the contract of the JDK's own: a JDK arena gives the lifetime and the
 * confinement, chunks of the allocator give the memory.
 *
 * <p><b>Whoever provides the chunks must keep their memory mapped until they are given back</b>: a segment of an arena has
 * the arena's lifetime, not the region's, so the JVM does not notice if the region ends first.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code Arenas.granted}</td><td>plain: who misses it asks the JVM</td><td>plain</td><td>anyone, once it is
 *     true for good</td><td>{@code LateGrantTest}</td></tr>
 * <tr><td>{@code ConfinedArena}, all but its final fields</td><td>plain, by the owner</td><td>plain, by the owner</td>
 *     <td>the owner</td><td>{@code ArenaContractTest}</td></tr>
 * <tr><td>{@code Carver}, {@code Chunk}, all but their final fields</td><td>plain, by the arena's owner, or under its
 *     lock; roughly, for statistics, of a carver that is kept</td><td>plain, by the arena's owner, or under its lock; by
 *     the closer after it</td><td>whose arena it is; who took it from a thread that kept it</td><td>{@code
 *     SharedArenaRacesTest}, {@code ThreadChunksTest}</td></tr>
 * <tr><td>{@code SharedArena.closed}</td><td>under its lock</td><td>under its lock</td><td>the closer</td><td>{@code
 *     SharedArenaRacesTest}</td></tr>
 * </table>
 */
package hakmem.malloc.arena;
