package hakmem.bench.peer;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.api.Hakmem;
import hakmem.api.OffHeapOutOfMemoryError;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** hakmem, through its public interface alone. */
public final class HakmemPeer implements AddressPeer {
    private final Allocator allocator;

    /**
     * Measures an allocator.
     *
     * @param allocator the allocator; closed with this peer
     */
    public HakmemPeer(Allocator allocator) {
        this.allocator = allocator;
    }

    static HakmemPeer open(HakmemName name) throws PeerUnavailableException {
        Allocator.Builder builder = Hakmem.builder();
        name.strategy().ifPresent(builder::pool);
        name.source().ifPresent(builder::memorySource);
        name.hardening().ifPresent(builder::hardened);
        try {
            return new HakmemPeer(builder.build());
        } catch (IllegalStateException | UnsupportedOperationException | OffHeapOutOfMemoryError e) {
            throw new PeerUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public long malloc(long byteSize) {
        return allocator.malloc(byteSize);
    }

    @Override
    public long alignedAlloc(long byteAlignment, long byteSize) {
        return allocator.alignedAlloc(byteAlignment, byteSize);
    }

    @Override
    public Optional<Supplier<Arena>> arenas() {
        return Optional.of(allocator::confinedArena);
    }

    @Override
    public OptionalLong committedBytes() {
        return OptionalLong.of(allocator.stats().committedBytes());
    }

    @Override
    public void free(long address) {
        allocator.free(address);
    }

    @Override
    public Map<String, Object> finish() {
        AllocatorStats stats = allocator.stats();
        if (stats.liveBlocks() != 0 || stats.liveBytes() != 0) {
            throw new PeerFaultException("every block was freed, but the statistics count " + stats.liveBlocks()
                    + " live blocks of " + stats.liveBytes() + " bytes: " + stats);
        }
        if (stats.lateDoubleFrees() != 0) {
            throw new PeerFaultException("each block was freed once, but the statistics count "
                    + stats.lateDoubleFrees() + " double frees: " + stats);
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("poolStrategy", stats.poolStrategy());
        figures.put("memorySource", stats.memorySource());
        figures.put("reservedBytes", stats.reservedBytes());
        figures.put("committedBytes", stats.committedBytes());
        figures.put("metadataBytes", stats.metadataBytes());
        figures.put("superSlabs", stats.superSlabs());
        figures.put("threadHeaps", stats.threadHeaps());
        figures.put("adoptedHeaps", stats.adoptedHeaps());
        figures.put("emptySlabHits", stats.pool().emptySlabHits());
        figures.put("unusedSlotHits", stats.pool().unusedSlotHits());
        figures.put("convertedSlabHits", stats.pool().convertedSlabHits());
        figures.put("commits", stats.pool().commits());
        figures.put("failedClaims", stats.pool().failedClaims());
        figures.put("capacityRefusals", stats.pool().capacityRefusals());
        return figures;
    }

    @Override
    public void close() {
        allocator.close();
    }
}
