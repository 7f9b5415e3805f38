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

    static void free(BlockSlab slab, long address, PartialSlabs partialSlabs) {
        while (true) {
            long note = slab.note();
            if (Note.stateOf(note) == Note.POOLED) {
                throw FreeErrors.notLive(slab, address);
            }
            long generation = Note.generationOf(note);
            int unit = slab.unitOf(address);
            if (!slab.isLive(unit)) {
                if (Note.generationOf(slab.note()) == generation) {
                    throw FreeErrors.notLive(slab, address);
                }
                continue;
            }
            RemoteFrees frees = slab.remoteOf(generation);
            int index = RemoteFrees.wordOf(unit);
            if (frees == null || index >= frees.wordCount()) {
                continue;
            }
            long bit = RemoteFrees.bitOf(unit);
            long word = frees.get(index);
            if (Note.generationOf(slab.note()) != generation) {
                continue;
            }
            if ((word & bit) != 0) {
                throw FreeErrors.freedTwice(slab, address);
            }
            // Once more, after the word: see RemoteFrees.
            if (slab.isLive(unit) && frees.trySet(index, word, bit)) {
                tell(slab, generation, partialSlabs);
                return;
            }
        }
    }

    /** Makes sure that somebody will collect the slab. */
    private static void tell(BlockSlab slab, long generation, PartialSlabs partialSlabs) {
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
                        slab.owner().notify(slab);
                        return;
                    }
                }
                case Note.ABANDONED -> {
                    if (node == null) {
                        node = new PartialSlabs.Node(slab);
                    }
                    if (slab.casNote(note, Note.with(note, Note.PARTIAL))) {
                        partialSlabs.push(node);
                        return;
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }
}
