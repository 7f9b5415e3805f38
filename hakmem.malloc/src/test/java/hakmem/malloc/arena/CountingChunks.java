package hakmem.malloc.arena;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Chunks full of rubbish, as little aligned as allowed; it knows which are out, and refuses one it did not hand out. */
final class CountingChunks implements FreshChunks {
    private static final int KEPT = 64;

    private final Map<Long, MemorySegment> out = new ConcurrentHashMap<>();
    private final List<MemorySegment> returned = new ArrayList<>();
    private final List<Long> sizes = new ArrayList<>();
    private int takesToFailure = -1;
    private boolean givesFail;

    synchronized void failAfter(int takes) {
        takesToFailure = takes;
    }

    synchronized void failToTakeBack(boolean on) {
        givesFail = on;
    }

    int outstanding() {
        return out.size();
    }

    /** Sizes in bytes, as asked for, in order. */
    synchronized List<Long> sizes() {
        return List.copyOf(sizes);
    }

    @Override
    public synchronized long take(long byteSize) {
        if ((takesToFailure >= 0 && takesToFailure-- == 0) || byteSize > 1L << 30) {
            throw new OutOfMemoryError("no chunk of " + byteSize + " bytes, says the script");
        }
        sizes.add(byteSize);
        MemorySegment chunk = returned.stream()
                .filter(kept -> kept.byteSize() == byteSize)
                .findFirst()
                .orElseGet(() -> Arena.ofAuto().allocate(byteSize + 16, 32).asSlice(16));
        returned.remove(chunk);
        chunk.fill((byte) 0x5a);
        out.put(chunk.address(), chunk);
        return chunk.address();
    }

    @Override
    public synchronized void give(long address) {
        MemorySegment chunk = out.remove(address);
        if (chunk == null) {
            throw new AssertionError("not handed out: " + address);
        }
        chunk.fill((byte) 0xa5);
        if (returned.size() < KEPT) {
            returned.add(chunk);
        }
        if (givesFail) {
            throw new IllegalStateException("taken back, but unwillingly, says the script");
        }
    }
}
