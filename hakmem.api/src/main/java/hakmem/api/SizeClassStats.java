package hakmem.api;

/**
 * What an allocator holds in one size class.
 *
 * @param blockSize bytes of a block
 * @param slabs slabs that hold blocks of this class
 * @param liveBlocks blocks allocated and not freed
 */
public record SizeClassStats(long blockSize, long slabs, long liveBlocks) {
    /**
     * The bytes of the live blocks.
     *
     * @return {@code blockSize * liveBlocks}
     */
    public long liveBytes() {
        return blockSize * liveBlocks;
    }
}
