package hakmem.superslab;

import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

/**
 * A source of memory that is not there, which checks that it is used as its contract says, and fails when told to. Its
 * addresses must not be touched.
 */
final class ScriptedSource implements MemorySource {
    static final long BASE = 1L << 40;

    /** The kinds of call that can be made to fail. */
    enum Call {
        RESERVE,
        COMMIT,
        DECOMMIT,
        DISCARD,
        CLOSE
    }

    final List<Long> reserved = new ArrayList<>();
    boolean givesBack = true;
    boolean discards = true;

    /** What was discarded, as "offset + bytes". */
    final List<String> discarded = new ArrayList<>();

    long largestReserve = Long.MAX_VALUE;
    long base = BASE;

    /** Run inside each commit, before it takes effect. */
    Runnable duringCommit = () -> {};

    int open;
    int closes;
    private final BitSet committed = new BitSet();
    private int mostCommitted;
    private final List<String> faults = new ArrayList<>();
    private Call failingCall;
    private int failingCount;
    private Supplier<? extends Throwable> failure;

    static MemoryRefusedException refusal() {
        return new MemoryRefusedException(Reason.SYSTEM, "scripted refusal");
    }

    /** Makes the n-th call of a kind from now on fail, counted from 1. */
    synchronized void failAt(Call call, int n, Supplier<? extends Throwable> with) {
        failingCall = call;
        failingCount = n;
        failure = with;
    }

    synchronized int committed() {
        return committed.cardinality();
    }

    synchronized int mostCommitted() {
        return mostCommitted;
    }

    /** What a caller did against the contract. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public long pageSize() {
        return 4096;
    }

    @Override
    public boolean givesBack() {
        return givesBack;
    }

    @Override
    public boolean discards() {
        return discards;
    }

    @SuppressWarnings("restricted")
    @Override
    public synchronized Reservation reserve(long byteSize, long byteAlignment) throws MemoryRefusedException {
        reserved.add(byteSize);
        maybeFail(Call.RESERVE);
        if (byteSize > largestReserve) {
            throw refusal();
        }
        open++;
        return new Scripted(MemorySegment.ofAddress(base).reinterpret(byteSize));
    }

    private void maybeFail(Call call) {
        if (failingCall == call && --failingCount == 0) {
            ScriptedSource.<RuntimeException>sneak(failure.get());
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable e) throws E {
        throw (E) e;
    }

    private final class Scripted implements Reservation {
        private final MemorySegment segment;
        private boolean closed;

        Scripted(MemorySegment segment) {
            this.segment = segment;
        }

        @Override
        public MemorySegment segment() {
            return segment;
        }

        @Override
        public void commit(long offset, long byteSize) throws MemoryRefusedException {
            duringCommit.run();
            synchronized (ScriptedSource.this) {
                maybeFail(Call.COMMIT);
                check(!closed, "commit after close");
                check(byteSize == SuperSlab.BYTES, "commit of " + byteSize);
                int index = (int) (offset >>> SuperSlab.SHIFT);
                check(!givesBack || !committed.get(index), "commit of committed " + index);
                committed.set(index);
                mostCommitted = Math.max(mostCommitted, committed.cardinality());
            }
        }

        @Override
        public void decommit(long offset, long byteSize, boolean inaccessible) {
            synchronized (ScriptedSource.this) {
                maybeFail(Call.DECOMMIT);
                check(!closed, "decommit after close");
                int index = (int) (offset >>> SuperSlab.SHIFT);
                check(committed.get(index), "decommit of what is not committed " + index);
                committed.clear(index);
            }
        }

        @Override
        public void discard(long offset, long byteSize) {
            synchronized (ScriptedSource.this) {
                if (!discards) {
                    Reservation.super.discard(offset, byteSize);
                }
                maybeFail(Call.DISCARD);
                check(!closed, "discard after close");
                int index = (int) (offset >>> SuperSlab.SHIFT);
                int last = (int) ((offset + byteSize - 1) >>> SuperSlab.SHIFT);
                check(index == last && committed.get(index), "discard of what is not committed " + index);
                discarded.add(offset + " + " + byteSize);
            }
        }

        @Override
        public void close() {
            synchronized (ScriptedSource.this) {
                maybeFail(Call.CLOSE);
                closes++;
                if (!closed) {
                    closed = true;
                    open--;
                }
            }
        }

        private void check(boolean holds, String fault) {
            if (!holds) {
                faults.add(fault);
            }
        }
    }
}
