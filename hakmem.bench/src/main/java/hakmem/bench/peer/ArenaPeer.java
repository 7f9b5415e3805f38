package hakmem.bench.peer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The JDK's arenas, one for each block. They fill the block with zeros. A confined arena can be closed by the thread that
 * opened it only, which workloads respect ({@link Peer#ownerFrees()}).
 */
final class ArenaPeer implements ObjectPeer {
    private record Block(Arena arena, MemorySegment segment) {}

    private final Supplier<Arena> arenas;
    private final boolean confined;

    private ArenaPeer(Supplier<Arena> arenas, boolean confined) {
        this.arenas = arenas;
        this.confined = confined;
    }

    static Peer confined() {
        return new ArenaPeer(Arena::ofConfined, true);
    }

    static Peer shared() {
        return new ArenaPeer(Arena::ofShared, false);
    }

    @Override
    public Object allocate(long byteSize) {
        return allocate(16, byteSize);
    }

    @Override
    public Object allocate(long byteAlignment, long byteSize) {
        Arena arena = arenas.get();
        return new Block(arena, arena.allocate(byteSize, byteAlignment));
    }

    @Override
    public Optional<Supplier<Arena>> arenas() {
        return Optional.of(arenas);
    }

    @Override
    public long address(Object block) {
        return ((Block) block).segment().address();
    }

    @Override
    public long byteSize(Object block) {
        return ((Block) block).segment().byteSize();
    }

    @Override
    public void free(Object block) {
        ((Block) block).arena().close();
    }

    @Override
    public boolean ownerFrees() {
        return confined;
    }
}
