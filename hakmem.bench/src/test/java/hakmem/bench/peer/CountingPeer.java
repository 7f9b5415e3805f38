package hakmem.bench.peer;

import java.util.HashMap;
import java.util.Map;

/** The C library's allocator with a ledger, for blocks of any size and any number of threads; and a way to break it. */
public class CountingPeer implements AddressPeer {
    private final AddressPeer peer;

    /** How often each live block was given out; more than once is what a broken allocator does. */
    private final Map<Long, Integer> live = new HashMap<>();

    private long allocations;

    public CountingPeer() {
        try {
            this.peer = (AddressPeer) PeerCatalog.find("glibc").open();
        } catch (PeerUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized long malloc(long byteSize) {
        return given(peer.malloc(byteSize));
    }

    @Override
    public synchronized long alignedAlloc(long byteAlignment, long byteSize) {
        return given(peer.alignedAlloc(byteAlignment, byteSize));
    }

    /** Notes that a block was given out. */
    protected final synchronized long given(long address) {
        allocations++;
        live.merge(address, 1, Integer::sum);
        return address;
    }

    @Override
    public synchronized void free(long address) {
        Integer times = live.remove(address);
        if (times == null) {
            throw new PeerFaultException("freed twice, or never allocated: " + address);
        }
        if (times > 1) {
            live.put(address, times - 1);
        } else {
            peer.free(address);
        }
    }

    public synchronized boolean isLive(long address) {
        return live.containsKey(address);
    }

    public synchronized int live() {
        return live.size();
    }

    public synchronized long allocations() {
        return allocations;
    }

    /** Gives out the block before once more, if it is live and large enough, every so manieth time. */
    public static final class TwiceGiven extends CountingPeer {
        private final int period;
        private int count;
        private long last;
        private long lastSize;

        public TwiceGiven(int period) {
            this.period = period;
        }

        @Override
        public synchronized long malloc(long byteSize) {
            if (++count % period == 0 && byteSize <= lastSize && isLive(last)) {
                return given(last);
            }
            last = super.malloc(byteSize);
            lastSize = byteSize;
            return last;
        }

        @Override
        public synchronized long alignedAlloc(long byteAlignment, long byteSize) {
            return malloc(byteSize);
        }
    }
}
