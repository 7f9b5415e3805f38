package hakmem.bench.peer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.BitSet;

/** A correct allocator of blocks up to 1 KiB, one at a time, and ways to break it. */
public class ToyPeer implements AddressPeer {
    private static final int STRIDE = 1024;

    private final MemorySegment memory;
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private final BitSet live = new BitSet();
    private long allocations;
    private int peakLive;

    public ToyPeer(int blocks) {
        memory = Arena.ofAuto().allocate((long) blocks * STRIDE, STRIDE);
        for (int i = 0; i < blocks; i++) {
            free.add(i);
        }
    }

    @Override
    public synchronized long malloc(long byteSize) {
        int index = free.remove();
        live.set(index);
        allocations++;
        peakLive = Math.max(peakLive, live.cardinality());
        return memory.address() + (long) index * STRIDE;
    }

    @Override
    public long alignedAlloc(long byteAlignment, long byteSize) {
        return malloc(byteSize);
    }

    @Override
    public synchronized void free(long address) {
        int index = (int) ((address - memory.address()) / STRIDE);
        if (!live.get(index)) {
            throw new PeerFaultException("freed twice: " + index);
        }
        live.clear(index);
        free.add(index);
    }

    public synchronized long allocations() {
        return allocations;
    }

    public synchronized int live() {
        return live.cardinality();
    }

    public synchronized int peakLive() {
        return peakLive;
    }

    /** Hands out every so manieth block half inside the one before. */
    public static final class Overlapping extends ToyPeer {
        private final int period;
        private long last;
        private int count;

        public Overlapping(int blocks, int period) {
            super(blocks);
            this.period = period;
        }

        @Override
        public synchronized long malloc(long byteSize) {
            if (++count % period == 0 && last != 0) {
                return last + 16;
            }
            last = super.malloc(byteSize);
            return last;
        }

        @Override
        public synchronized void free(long address) {
            if (address % STRIDE == 0) {
                super.free(address);
            }
        }
    }
}
