package hakmem.tiny;

/**
 * A free by a thread that does not own the slab.
 *
 * <p>The thread sets the block's bit in {@link RemoteFrees} and then looks at the slab's {@link Note}. Setting the bit is
 * the free: of two threads that free one block, one fails here. Looking at the note afterwards makes sure that somebody comes
 * to collect it: see {@code ThreadHeap.collect}, the other side.
 *
 * <p>A block that is rightly freed keeps its slab's activation from ending, so all that is read of the slab is of one
 * activation. Where it is not rightly freed, the slab may go through the pool and come back with another class meanwhile.
 * The generation is therefore read first and once more after the word, and all between is thrown away if it changed.
 */
final class RemoteFree {
    private RemoteFree() {}

    static void free(BlockSlab slab, long address, SlabExchange exchange) {
        while (true) {
            long note = slab.note();
            if (Note.stateOf(note) == Note.POOLED) {
                throw FreeErrors.notLive(slab, address);
            }
            long generation = Note.generationOf(note);
            int number = slab.numberOf(address);
            if (!slab.isLive(number)) {
                if (Note.generationOf(slab.note()) == generation) {
                    throw FreeErrors.notLive(slab, address);
                }
                continue;
            }
            RemoteFrees frees = slab.remoteOf(generation);
            int index = RemoteFrees.wordOf(number);
            if (frees == null || index >= frees.wordCount()) {
                continue;
            }
            long bit = RemoteFrees.bitOf(number);
            long word = frees.get(index);
            if (Note.generationOf(slab.note()) != generation) {
                continue;
            }
            if ((word & bit) != 0) {
                throw FreeErrors.freedTwice(slab, address);
            }
            // Once more, after the word: see RemoteFrees.
            if (slab.isLive(number) && frees.trySet(index, word, bit)) {
                tell(slab, generation, slab.isAllPending(frees, index, word | bit), exchange);
                return;
            }
        }
    }

    /**
     * Makes sure that somebody will collect the slab.
     *
     * @param allFreed whether it seems that nothing in the slab is live any more; if nobody owns the slab, it can go back to
     *     the pool now, rather than when somebody next looks for blocks of its size
     */
    private static void tell(BlockSlab slab, long generation, boolean allFreed, SlabExchange exchange) {
        PartialSlabs.Node node = null;
        while (true) {
            long note = slab.note();
            if (Note.generationOf(note) != generation) {
                return;
            }
            switch (Note.stateOf(note)) {
                case Note.QUIET -> {
                    if (slab.casNote(note, Note.with(note, Note.NOTIFIED))) {
                        // The owner cannot change now: nobody but the owner leaves NOTIFIED.
                        slab.endQuiet();
                        slab.owner().notify(slab);
                        return;
                    }
                }
                case Note.ABANDONED -> {
                    if (node == null) {
                        node = nodeFor(slab, note);
                    }
                    // Without a node: the thread that took it is about to publish the slab.
                    if (node == null
                            || (allFreed
                                    ? tryTake(slab, note, node, exchange)
                                    : tryPublish(slab, note, node, exchange))) {
                        return;
                    }
                }
                case Note.PARTIAL -> {
                    if (!allFreed) {
                        return;
                    }
                    if (node == null) {
                        node = newNode(slab, note);
                    }
                    // Without a node it stays on the partial list, where it is found, and goes to the pool later.
                    if (node == null || tryTake(slab, note, node, exchange)) {
                        return;
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    /**
     * The node its last owner made for an abandoned slab. Where it is missing, another thread that saw the slab abandoned has taken
     * it, and goes on until it has published the slab, or finds that somebody else has, or an owner again; so another node helps,
     * should that thread be held up, but is not needed.
     */
    private static PartialSlabs.Node nodeFor(BlockSlab slab, long note) {
        PartialSlabs.Node node = slab.takeFirstNode();
        return node != null ? node : newNode(slab, note);
    }

    /** A node, or null: the block is freed, and a free does not fail because the Java heap is full. */
    private static PartialSlabs.Node newNode(BlockSlab slab, long note) {
        try {
            return slab.newNode(note);
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    private static boolean tryPublish(BlockSlab slab, long note, PartialSlabs.Node node, SlabExchange exchange) {
        if (!slab.casNote(note, Note.with(note, Note.PARTIAL))) {
            return false;
        }
        exchange.partialSlabs().push(slab.sizeClass(), node);
        return true;
    }

    /**
     * Takes a slab that nobody owns, and gives it back to the pool if nothing in it is live indeed. It may have been owned and
     * abandoned again since that was found: then it goes to the partial list.
     */
    private static boolean tryTake(BlockSlab slab, long note, PartialSlabs.Node node, SlabExchange exchange) {
        if (!slab.casNote(note, Note.with(note, Note.TAKEN))) {
            return false;
        }
        exchange.countLateDoubleFrees(RemoteCollection.collect(slab));
        if (slab.isAllFree()) {
            slab.endTaken(Note.POOLED);
            exchange.release(slab);
        } else {
            slab.endTaken(Note.PARTIAL);
            exchange.partialSlabs().push(slab.sizeClass(), node);
        }
        return true;
    }
}
