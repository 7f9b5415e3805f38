package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The hand-over of one word, step by step, in the orders that matter; and a variant without the epoch, which fails. */
class RemoteFreesTest {
    private static final int BLOCK = 37;

    /** What a free and a collection do to one block, in steps that a test can put in any order. */
    private abstract static class Protocol {
        boolean live = true;

        abstract long read();

        abstract boolean trySet(long word);

        abstract boolean isPending(long word);

        abstract void take();

        /** The owner's collection: the block, then the word. */
        void collect() {
            if (isPending(read())) {
                live = false;
                take();
            }
        }
    }

    private static final class WithEpoch extends Protocol {
        private final RemoteFrees frees = new RemoteFrees(8, 64);
        private final int index = RemoteFrees.wordOf(BLOCK);

        @Override
        long read() {
            return frees.get(index);
        }

        @Override
        boolean trySet(long word) {
            return frees.trySet(index, word, RemoteFrees.bitOf(BLOCK));
        }

        @Override
        boolean isPending(long word) {
            return (word & RemoteFrees.bitOf(BLOCK)) != 0;
        }

        @Override
        void take() {
            assertThat(frees.tryTake(index, frees.get(index))).isTrue();
        }
    }

    /** As it would be with a plain map of bits. */
    private static final class WithoutEpoch extends Protocol {
        private long word;

        @Override
        long read() {
            return word;
        }

        @Override
        boolean trySet(long seen) {
            if (word != seen) {
                return false;
            }
            word |= 1;
            return true;
        }

        @Override
        boolean isPending(long seen) {
            return (seen & 1) != 0;
        }

        @Override
        void take() {
            word = 0;
        }
    }

    /**
     * Two threads free one block. The second has read the word, and that the block is live, when the first one's free is collected, and
     * then sets its own.
     *
     * @return whether the second free was accepted
     */
    private static boolean secondFreeAroundACollection(Protocol protocol) {
        long seenBySecond = protocol.read();
        boolean liveToSecond = protocol.live;
        assertThat(protocol.trySet(protocol.read())).isTrue();
        protocol.collect();
        return liveToSecond && !protocol.isPending(seenBySecond) && protocol.trySet(seenBySecond);
    }

    @Test
    void aFreeThatReadTheWordBeforeACollectionFails() {
        assertThat(secondFreeAroundACollection(new WithEpoch())).isFalse();
    }

    @Test
    void withoutAnEpochItWouldBeAccepted() {
        assertThat(secondFreeAroundACollection(new WithoutEpoch())).isTrue();
    }

    @Test
    void aBitSetWhileTheOwnerCollectsIsNotLost() {
        RemoteFrees frees = new RemoteFrees(8, 64);
        long first = frees.get(0);
        assertThat(frees.trySet(0, first, RemoteFrees.bitOf(3))).isTrue();
        long seenByOwner = frees.get(0);
        assertThat(frees.trySet(0, seenByOwner, RemoteFrees.bitOf(5))).isTrue();
        assertThat(frees.tryTake(0, seenByOwner)).isFalse();
        assertThat(RemoteFrees.pendingOf(frees.get(0))).isEqualTo(RemoteFrees.bitOf(3) | RemoteFrees.bitOf(5));
        assertThat(frees.tryTake(0, frees.get(0))).isTrue();
        assertThat(RemoteFrees.pendingOf(frees.get(0))).isZero();
    }

    @Test
    void everyUnitHasABitOfItsOwn() {
        RemoteFrees frees = new RemoteFrees(8, 4096);
        assertThat(frees.wordCount()).isEqualTo(128);
        for (int block = 0; block < 4096; block++) {
            int index = RemoteFrees.wordOf(block);
            assertThat(frees.isPending(block)).isFalse();
            assertThat(frees.trySet(index, frees.get(index), RemoteFrees.bitOf(block)))
                    .isTrue();
            assertThat(frees.isPending(block)).isTrue();
            long lowest = Long.lowestOneBit(RemoteFrees.bitOf(block));
            assertThat(RemoteFrees.lowestBlock(index, lowest)).isEqualTo(block);
        }
        assertThat(frees.pendingCount()).isEqualTo(4096);
    }

    @Test
    void takingNeverTouchesTheEpochOfAnotherWordNorItsOwnBits() {
        RemoteFrees frees = new RemoteFrees(8, 64);
        for (int round = 0; round < 1000; round++) {
            long word = frees.get(1);
            assertThat(frees.trySet(1, word, RemoteFrees.bitOf(63))).isTrue();
            assertThat(frees.tryTake(1, frees.get(1))).isTrue();
            assertThat(frees.get(1) >>> 32).isEqualTo(round + 1);
            assertThat(frees.get(0)).isZero();
        }
    }
}
