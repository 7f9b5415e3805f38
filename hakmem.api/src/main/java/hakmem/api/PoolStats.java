package hakmem.api;

/**
 * Counters of a pool strategy since it was made. They are exact once the pool is quiet.
 *
 * @param emptySlabHits acquisitions served by stage 1, an empty slab
 * @param unusedSlotHits acquisitions served by stage 2, an unused slot of a SuperSlab at hand
 * @param commits acquisitions served by stage 3, a SuperSlab newly committed
 * @param failedClaims claims that lost to another thread and were tried again
 * @param retired SuperSlabs given back to the system
 * @param entries metadata entries in use now
 * @param peakEntries the most metadata entries in use at any time
 * @param maxEntries the most metadata entries the strategy allows; {@link Integer#MAX_VALUE} for no bound
 * @param capacityRefusals acquisitions refused because the metadata was full
 */
public record PoolStats(
        long emptySlabHits,
        long unusedSlotHits,
        long commits,
        long failedClaims,
        long retired,
        int entries,
        int peakEntries,
        int maxEntries,
        long capacityRefusals) {}
