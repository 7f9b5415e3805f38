package hakmem.tiny;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The blocks of a slab that other threads have freed and the owner has not collected, in one activation of the slab.
 *
 * <pre>
 *   63            32 31            0
 *  +----------------+---------------+
 *  |     epoch      | pending blocks|   one word for each 32 blocks
 *  +----------------+---------------+
 * </pre>
 *
 * <p>The owner adds one to the epoch whenever it takes a word's bits, <em>after</em> it has cleared the live entries of what
 * it takes. A thread that frees reads the word, then whether the block is live, then sets its own bit by compare-and-set. If that
 * succeeds, the owner has taken nothing in between, so the block that was seen live was live by this allocation. With a
 * plain "or" two threads that free one block could both succeed: the second between the owner's taking of the first bit and
 * its own, and its bit would free the block under the next user. (An epoch comes round after 2^32 collections of one word
 * while one thread is held up between two instructions; the slab would have to be filled and freed as often.)
 *
 * <p>The object belongs to one activation. A thread that comes too late sets its bit in an object nobody looks at any more.
 */
final class RemoteFrees {
    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int BLOCKS_SHIFT = 5;
    static final long PENDING_MASK = 0xffff_ffffL;
    private static final long ONE_EPOCH = PENDING_MASK + 1;

    private final long generation;
    private final long[] words;

    RemoteFrees(long generation, int blocks) {
        this.generation = generation;
        this.words = new long[(blocks + (1 << BLOCKS_SHIFT) - 1) >>> BLOCKS_SHIFT];
    }

    /** The {@linkplain Note#generationOf generation} of the activation these are for. */
    long generation() {
        return generation;
    }

    int wordCount() {
        return words.length;
    }

    static int wordOf(int block) {
        return block >>> BLOCKS_SHIFT;
    }

    /** The mask of a block within its word; the shift takes its number modulo 32. */
    static long bitOf(int block) {
        return 1L << (block & 31);
    }

    static long pendingOf(long word) {
        return word & PENDING_MASK;
    }

    static long notPendingOf(long word) {
        return ~word & PENDING_MASK;
    }

    /** The block of the lowest bit. */
    static int lowestBlock(int index, long bits) {
        return (index << BLOCKS_SHIFT) + Long.numberOfTrailingZeros(bits);
    }

    /** Acquire: what the thread that set a bit did before is seen, and what is read of live blocks next is not older. */
    long get(int index) {
        return (long) WORDS.getVolatile(words, index);
    }

    /** Sets a block's bit in the word that was read. The owner's {@link #tryTake} sees it, or this fails. */
    boolean trySet(int index, long word, long bit) {
        return WORDS.compareAndSet(words, index, word, word | bit);
    }

    /** Takes all bits of the word that was read. Pairs with {@link #trySet}: one of the two fails. */
    boolean tryTake(int index, long word) {
        return WORDS.compareAndSet(words, index, word, (word & ~PENDING_MASK) + ONE_EPOCH);
    }

    boolean isPending(int block) {
        return (get(wordOf(block)) & bitOf(block)) != 0;
    }

    int pendingCount() {
        int count = 0;
        for (int index = 0; index < words.length; index++) {
            count += Long.bitCount(pendingOf(get(index)));
        }
        return count;
    }
}
