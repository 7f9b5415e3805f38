/**
 * Large blocks: runs of slabs, and direct mappings with a cache of those freed.
 *
 * <p>In layers, each using only those before it: {@code LargeErrors}; {@code Mapping}; {@code Mapper},
 * {@code MappingCache}, {@code DirectBlock}, {@code LiveBlocks}, {@code FreedAddresses}; {@code KeptRuns},
 * {@code MappingSupply}; {@code DirectMappings}, {@code Runs};
 * {@link hakmem.large.LargeBlocks}.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <table>
 * <caption>Who may write what, and how it is read</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>who may write</th><th>test</th></tr>
 * <tr><td>{@code Slab.word} of a run</td><td>volatile, once per attempt</td><td>compare-and-set, by the pool's boundary</td>
 *     <td>who frees or resizes the run</td><td>{@code RacingFreesTest}</td></tr>
 * <tr><td>{@code KeptRuns.stripes}</td><td>volatile</td><td>compare-and-set; get-and-set</td><td>who frees a run, puts one of its own in;
 *     anyone takes one out</td><td>{@code KeptRunsRacesTest}</td></tr>
 * <tr><td>{@code KeptRuns.counts}</td><td>opaque</td><td>add-and-get; opaque</td><td>anyone, at
 *     the place of its thread; who drains, what may be kept</td><td>{@code KeptRunsTest}</td></tr>
 * <tr><td>{@code LiveBlocks}, all fields</td><td>under its lock</td><td>under its lock</td><td>who allocates; who ended the
 *     block</td><td>{@code RacingFreesTest}</td></tr>
 * <tr><td>{@code DirectBlock.freed}</td><td>volatile</td><td>volatile, under the block's lock</td><td>anyone, once</td>
 *     <td>{@code RacingFreesTest}</td></tr>
 * <tr><td>{@code DirectBlock.usableSize}</td><td>volatile</td><td>volatile, under the block's lock</td><td>who resizes</td>
 *     <td>{@code LargeBlocksStressTest}</td></tr>
 * <tr><td>{@code Mapping}, all fields</td><td>by its holder</td><td>by its holder; handed over under the lock of the block
 *     or of the cache</td><td>its holder</td><td>{@code LargeBlocksStressTest}</td></tr>
 * <tr><td>{@code MappingCache}, all fields</td><td>under its lock</td><td>under its lock</td><td>anyone</td>
 *     <td>{@code MappingCacheTest}</td></tr>
 * <tr><td>{@code FreedAddresses}, all fields</td><td>under its lock</td><td>under its lock</td><td>who frees</td>
 *     <td>{@code MappingCacheTest}</td></tr>
 * <tr><td>{@code Mapper.charged}</td><td>volatile</td><td>get-and-add</td><td>anyone</td>
 *     <td>{@code FaultInjectionTest}</td></tr>
 * <tr><td>{@code Lingering}, all fields, {@code Mapping.nextLingering}</td><td>under its lock</td><td>under its lock</td>
 *     <td>anyone</td><td>{@code FaultInjectionTest}</td></tr>
 * <tr><td>{@code DirectMappings.closed}</td><td>volatile, after the block is in the map</td>
 *     <td>volatile, before the map is walked</td><td>who closes</td><td>{@code CloseTest}</td></tr>
 * </table>
 */
package hakmem.large;
