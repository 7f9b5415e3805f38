package hakmem.api;

/**
 * Counters of a pool strategy since it was made. They are exact once the pool is quiet. Each acquisition that was not refused is
 * counted in one of the four stages.
 *
 * @param emptySlabHits acquisitions served by stage 1, an empty slab last used for the same size class
 * @param unusedSlotHits acquisitions served by stage 2, an unused slot of a SuperSlab at hand, or a run of them
 * @param convertedSlabHits acquisitions served by stage 2b, an empty slab of another size class, or a run of which empty slabs
 *     are a part
 * @param commits acquisitions served by stage 3, a SuperSlab newly committed
 * @param failedClaims compare-and-sets lost to another thread: on claim words, masks of empty slabs and stacks, in
 *     acquisitions, releases and retirements. 0 for a strategy that has none
 * @param retired SuperSlabs given back to the system
 * @param entries metadata entries in use now
 * @param peakEntries the most metadata entries in use at any time
 * @param maxEntries the most metadata entries the strategy allows; {@link Integer#MAX_VALUE} for no bound
 * @param capacityRefusals acquisitions refused because the metadata was full
 */
public record PoolStats(
        long emptySlabHits,
        long unusedSlotHits,
        long convertedSlabHits,
        long commits,
        long failedClaims,
        long retired,
        int entries,
        int peakEntries,
        int maxEntries,
        long capacityRefusals) {
    /**
     * The counters of a strategy without a stage 2b, or that does not tell it from stage 1.
     *
     * @param emptySlabHits acquisitions served by an empty slab
     * @param unusedSlotHits acquisitions served by an unused slot
     * @param commits acquisitions served by a SuperSlab newly committed
     * @param failedClaims compare-and-sets lost to another thread
     * @param retired SuperSlabs given back to the system
     * @param entries metadata entries in use now
     * @param peakEntries the most metadata entries in use at any time
     * @param maxEntries the most metadata entries the strategy allows
     * @param capacityRefusals acquisitions refused because the metadata was full
     */
    public PoolStats(
            long emptySlabHits,
            long unusedSlotHits,
            long commits,
            long failedClaims,
            long retired,
            int entries,
            int peakEntries,
            int maxEntries,
            long capacityRefusals) {
        this(
                emptySlabHits,
                unusedSlotHits,
                0,
                commits,
                failedClaims,
                retired,
                entries,
                peakEntries,
                maxEntries,
                capacityRefusals);
    }

    /**
     * Acquisitions served, by whichever stage.
     *
     * @return their number
     */
    public long acquisitions() {
        return emptySlabHits + unusedSlotHits + convertedSlabHits + commits;
    }
}
