package hakmem.fuzz;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What an allocator must hold: intervals of addresses that never overlap. A block is removed before it is freed and added after
 * it was allocated, so that at no moment there is less room in the model than in truth. Safe for use by several threads.
 */
final class Model {
    private final ConcurrentSkipListMap<Long, Block> blocks = new ConcurrentSkipListMap<>();
    private final AtomicLong bytes = new AtomicLong();

    void add(Block block) {
        Block same = blocks.putIfAbsent(block.address(), block);
        if (same != null) {
            throw new AssertionError("the " + block + " was handed out, but there is the live " + same);
        }
        Map.Entry<Long, Block> below = blocks.lowerEntry(block.address());
        if (below != null && below.getKey() + below.getValue().usable() > block.address()) {
            throw new AssertionError("the " + block + " was handed out, but there is the live " + below.getValue());
        }
        Map.Entry<Long, Block> above = blocks.higherEntry(block.address());
        if (above != null && above.getKey() < block.address() + Math.max(block.usable(), 1)) {
            throw new AssertionError("the " + block + " was handed out, but there is the live " + above.getValue());
        }
        bytes.addAndGet(block.usable());
    }

    void remove(Block block) {
        if (!blocks.remove(block.address(), block)) {
            throw new AssertionError("the " + block + " is not live; the program is at fault");
        }
        bytes.addAndGet(-block.usable());
    }

    /** Whether a live block starts there. */
    boolean isLive(long address) {
        return blocks.containsKey(address);
    }

    Collection<Block> blocks() {
        return blocks.values();
    }

    long bytes() {
        return bytes.get();
    }
}
