package hakmem.malloc.arena;

/** Chunks of which nobody keeps any: every arena starts with a carver and a chunk of its own, and gives back all it took. */
interface FreshChunks extends ChunkSource {
    @Override
    default Carver takeFirst(long byteSize) {
        Chunk chunk = new Chunk(byteSize);
        chunk.setAddress(take(byteSize));
        return new Carver(this, chunk);
    }

    @Override
    default void giveFirst(Carver carver) {
        try {
            giveAll(carver.cutOwn());
        } finally {
            giveAll(carver.first());
        }
    }
}
