package hakmem.tiny;

/**
 * Takes the blocks that other threads have freed in a slab, by whoever has the slab for himself: the owner after it has
 * lowered the note, or the thread that made it TAKEN.
 *
 * <p>The owner's note is lowered first, with a full fence, then the words are read. A thread that frees sets its bit first
 * and reads the note then. So either its bit is seen here, or it sees the lowered note and tells the owner again. The other
 * way round a bit set between the two would stay for ever: the thread would see the note raised, and the owner would have
 * gone.
 */
final class RemoteCollection {
    private RemoteCollection() {}

    /**
     * Makes the freed blocks free for the caller.
     *
     * @return how many bits had no live block: double frees by two threads at once, dropped here
     */
    static int collect(BlockSlab slab) {
        RemoteFrees frees = slab.remote();
        if (frees == null || frees.generation() != Note.generationOf(slab.note())) {
            return 0;
        }
        int late = 0;
        for (int index = 0; index < frees.wordCount(); index++) {
            long word = frees.get(index);
            long pending = RemoteFrees.pendingOf(word);
            if (pending == 0) {
                continue;
            }
            // The blocks first, then the word: see RemoteFrees. More bits may come while this is done.
            late += free(slab, index, pending);
            while (!frees.tryTake(index, word)) {
                word = frees.get(index);
                long more = RemoteFrees.pendingOf(word) & ~pending;
                late += free(slab, index, more);
                pending |= more;
            }
        }
        return late;
    }

    private static int free(BlockSlab slab, int index, long pending) {
        int late = 0;
        for (long rest = pending; rest != 0; rest &= rest - 1) {
            if (!slab.pushChecked(RemoteFrees.lowestBlock(index, rest))) {
                late++;
            }
        }
        return late;
    }
}
