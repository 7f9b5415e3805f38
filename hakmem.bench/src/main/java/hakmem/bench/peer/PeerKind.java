package hakmem.bench.peer;

/**
 * An allocator by name, not opened yet. Immutable.
 *
 * @param name what users call it
 * @param description one line for people, with what is special about how it is measured
 * @param opener opens it
 */
public record PeerKind(String name, String description, Opener opener) {
    /** Opens an allocator. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens it.
         *
         * @return the allocator, ready to use, to be closed by the caller
         * @throws PeerUnavailableException if it cannot be used here
         */
        Peer open() throws PeerUnavailableException;
    }

    /**
     * Opens it.
     *
     * @return the allocator, ready to use, to be closed by the caller
     * @throws PeerUnavailableException if it cannot be used here
     */
    public Peer open() throws PeerUnavailableException {
        return opener.open();
    }
}
