package hakmem.jmh;

import hakmem.bench.peer.AddressPeer;
import hakmem.bench.peer.ObjectPeer;
import hakmem.bench.peer.Peer;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.peer.PeerUnavailableException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The allocator under test. A subclass says which there are, by the names they have in {@code ./hakmem larson --list}. In a fork
 * there is one allocator, hence one implementation of its interface, and calls of it are inlined.
 */
@State(Scope.Benchmark)
public abstract class Peers {
    /** The allocator if its blocks are named by addresses, else null. */
    AddressPeer addresses;

    /** The allocator if its blocks are named by objects, else null. */
    ObjectPeer objects;

    private Peer peer;

    /** For the subclasses. */
    Peers() {}

    /** An allocator that is not here is an error of this benchmark, with the reason; JMH goes on with the next. */
    final void open(String name) throws PeerUnavailableException {
        peer = PeerCatalog.find(name).open();
        switch (peer) {
            case AddressPeer found -> addresses = found;
            case ObjectPeer found -> objects = found;
        }
    }

    /** Checks that every block was freed, and closes the allocator. */
    @TearDown(Level.Trial)
    public final void close() {
        if (peer != null) {
            peer.finish();
            peer.close();
        }
    }
}
