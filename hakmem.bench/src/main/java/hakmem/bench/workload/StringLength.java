package hakmem.bench.workload;

import hakmem.bench.peer.AddressPeer;
import hakmem.bench.peer.ObjectPeer;
import hakmem.bench.peer.Peer;
import hakmem.bench.peer.PeerFaultException;
import hakmem.bench.slots.RawMemory;
import hakmem.bench.workload.WorkloadInfo.Trait;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The commonest use of an arena: a Java string is made a C string, passed to a function, and forgotten. The lengths are measured
 * one after the other; the figure is the geometric mean of the times of one call, which stand in the details. Every result is
 * checked.
 */
final class StringLength implements Workload {
    private static final int[] LENGTHS = {5, 20, 100, 451};
    private static final int BATCH = 64;

    private static final Linker LINKER = Linker.nativeLinker();

    /* As a program would have it, whose segments are kept alive during the call. */
    private static final MethodHandle OF_SEGMENT =
            link(FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
    private static final MethodHandle OF_ADDRESS =
            link(FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    private static final WorkloadInfo INFO = WorkloadInfo.of(
            "strlen",
            "ns",
            "a C string of 5, 20, 100 or 451 bytes from a Java one in an arena, strlen through a downcall, close",
            Trait.TIMED,
            Trait.LOWER_IS_BETTER);

    @SuppressWarnings("restricted")
    private static MethodHandle link(FunctionDescriptor type) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("strlen"), type);
    }

    @Override
    public WorkloadInfo info() {
        return INFO;
    }

    @Override
    public WorkloadOptions defaults(int threads) {
        return WorkloadOptions.timed(threads, 5, 0.1, LENGTHS[0] + 1, LENGTHS[LENGTHS.length - 1] + 1, 1);
    }

    @Override
    public Outcome run(Peer peer, WorkloadOptions options) throws InterruptedException {
        EachOf each = new EachOf();
        for (int length : LENGTHS) {
            Lane[] lanes = new Lane[options.threads()];
            boolean checked = peer.keepsContents();
            Stopwatch watch = Race.run(
                    peer,
                    lanes.length,
                    options.seconds() / LENGTHS.length,
                    (crew, i) -> lanes[i] = new Lane(crew, "x".repeat(length), checked, call(peer)));
            long calls = 0;
            for (Lane lane : lanes) {
                calls += lane.calls;
            }
            each.add(length + "Bytes", watch, calls, options.threads());
        }
        return each.geometricMean();
    }

    private static ToLongFunction<String> call(Peer peer) {
        if (peer.arenas().isPresent()) {
            Supplier<Arena> arenas = peer.arenas().get();
            return text -> inArena(arenas, text);
        }
        return switch (peer) {
            case AddressPeer addresses -> text -> withMalloc(addresses, text);
            case ObjectPeer objects -> text -> withObject(objects, text);
        };
    }

    private static long inArena(Supplier<Arena> arenas, String text) {
        try (Arena arena = arenas.get()) {
            MemorySegment string = arena.allocateFrom(text);
            return (long) OF_SEGMENT.invokeExact(string);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a downcall failed", e);
        }
    }

    private static long withMalloc(AddressPeer peer, String text) {
        long address = peer.malloc(text.length() + 1L);
        RawMemory.putString(address, text);
        long length = strlen(address);
        peer.free(address);
        return length;
    }

    private static long withObject(ObjectPeer peer, String text) {
        Object block = peer.allocate(text.length() + 1L);
        long address = peer.address(block);
        RawMemory.putString(address, text);
        long length = strlen(address);
        peer.free(block);
        return length;
    }

    private static long strlen(long address) {
        try {
            return (long) OF_ADDRESS.invokeExact(address);
        } catch (Throwable e) {
            throw new AssertionError("a downcall failed", e);
        }
    }

    /** One thread. Its field belongs to it, and after its end to the thread that measures. */
    private static final class Lane implements Runnable {
        private final Crew crew;
        private final String text;
        private final boolean checked;
        private final ToLongFunction<String> call;
        private long calls;

        Lane(Crew crew, String text, boolean checked, ToLongFunction<String> call) {
            this.crew = crew;
            this.text = text;
            this.checked = checked;
            this.call = call;
        }

        @Override
        public void run() {
            long done = 0;
            do {
                batch();
                done += BATCH;
            } while (!crew.isStopped());
            calls = done;
        }

        private void batch() {
            for (int i = 0; i < BATCH; i++) {
                long found = call.applyAsLong(text);
                if (found != text.length() && checked) {
                    throw new PeerFaultException(
                            "a string of %d bytes was found to have %d".formatted(text.length(), found));
                }
            }
        }
    }
}
