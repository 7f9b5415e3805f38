package hakmem.jmh;

import hakmem.bench.peer.PeerUnavailableException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The pool strategies alone, whose blocks are slabs. */
@State(Scope.Benchmark)
public class Pools extends Peers {
    /** Name of the pool strategy. */
    @Param({"pool:recycling", "pool:fixed", "pool:locked"})
    public String pool;

    /**
     * Opens it.
     *
     * @throws PeerUnavailableException if it cannot be used here
     */
    @Setup(Level.Trial)
    public void open() throws PeerUnavailableException {
        open(pool);
    }
}
