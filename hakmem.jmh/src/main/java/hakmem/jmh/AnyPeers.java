package hakmem.jmh;

import hakmem.bench.peer.PeerUnavailableException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The allocators that Java code can choose from. */
@State(Scope.Benchmark)
public class AnyPeers extends Peers {
    /** Name of the allocator; {@code none} is the loop without one. */
    @Param({"hakmem", "glibc-critical", "confined", "shared", "netty-adaptive"})
    public String allocator;

    /**
     * Opens it.
     *
     * @throws PeerUnavailableException if it cannot be used here
     */
    @Setup(Level.Trial)
    public void open() throws PeerUnavailableException {
        open(allocator);
    }
}
