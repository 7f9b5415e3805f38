package hakmem.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.Slab.State;
import hakmem.superslab.spi.MemoryRefusedException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class SlabTest {
    private final Region region =
            Region.reserve(new ScriptedSource(), 2 * SuperSlab.BYTES, new MemoryBudget(Long.MAX_VALUE));
    private final SuperSlab superSlab = commit();
    private final Slab slab = superSlab.slab(3);

    private SuperSlab commit() {
        try {
            region.commit();
            return region.commit();
        } catch (MemoryRefusedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void runsInTheNamedModule() {
        assertThat(getClass().getModule().isNamed()).isTrue();
        assertThat(getClass().getModule().getName()).isEqualTo("hakmem.superslab");
    }

    @Test
    void knowsItsPlace() {
        assertThat(slab.slot()).isEqualTo(3);
        assertThat(slab.superSlab()).isSameAs(superSlab);
        assertThat(slab.index()).isEqualTo(SuperSlab.SLABS + 3);
        assertThat(slab.address()).isEqualTo(region.base() + SuperSlab.BYTES + 3L * Slab.BYTES);
        assertThat(slab.segment().address()).isEqualTo(slab.address());
        assertThat(slab.segment().byteSize()).isEqualTo(Slab.BYTES);
    }

    @Test
    void keepsWhatItWasActivatedFor() {
        assertThat(slab.tryActivate(0xffff, 32)).isTrue();

        assertThat(Slab.stateOf(slab.word())).isEqualTo(State.ACTIVE);
        assertThat(Slab.sizeClassOf(slab.word())).isEqualTo(0xffff);
        assertThat(Slab.runLengthOf(slab.word())).isEqualTo(32);
        assertThat(Slab.generationOf(slab.word())).isEqualTo(1);
    }

    @Test
    void isActivatedOnceUntilItIsEmptied() {
        assertThat(slab.tryActivate(1, 1)).isTrue();
        long active = slab.word();

        assertThat(slab.tryActivate(2, 1)).isFalse();
        assertThat(slab.word()).isEqualTo(active);
        assertThat(slab.tryEmpty(active)).isTrue();
        assertThat(slab.state()).isEqualTo(State.EMPTY);
        assertThat(slab.tryActivate(2, 1)).isTrue();
    }

    @Test
    void aWordOfAnEarlierGenerationEmptiesNothing() {
        slab.tryActivate(1, 1);
        long stale = slab.word();
        slab.tryEmpty(stale);
        slab.tryActivate(1, 1);

        assertThat(slab.tryEmpty(stale)).isFalse();
        assertThat(slab.state()).isEqualTo(State.ACTIVE);
        assertThat(Slab.generationOf(slab.word())).isEqualTo(2);
    }

    @Test
    void anotherClassIsAnotherGenerationOfAnActiveSlab() {
        assertThat(slab.tryReclass(slab.word(), 2)).isFalse();
        slab.tryActivate(1, 5);
        long stale = slab.word();

        assertThat(slab.tryReclass(stale, 0xffff)).isTrue();

        assertThat(Slab.sizeClassOf(slab.word())).isEqualTo(0xffff);
        assertThat(Slab.runLengthOf(slab.word())).isEqualTo(5);
        assertThat(Slab.generationOf(slab.word())).isEqualTo(2);
        assertThat(slab.tryReclass(slab.word(), 1)).isTrue();
        assertThat(slab.tryReclass(stale, 2)).as("back in its class").isFalse();
        assertThat(slab.tryEmpty(stale)).isFalse();
        assertThat(slab.state()).isEqualTo(State.ACTIVE);
        assertThatThrownBy(() -> slab.tryReclass(slab.word(), 0x10000)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyAnActiveWordEmpties() {
        assertThat(slab.tryEmpty(slab.word())).isFalse();
        assertThat(slab.state()).isEqualTo(State.UNUSED);
    }

    @Test
    void isDiscardedUnlessActive() {
        assertThat(slab.tryDiscard()).isTrue();
        slab.tryActivate(7, 1);
        assertThat(slab.tryDiscard()).isFalse();
        slab.tryEmpty(slab.word());
        assertThat(slab.tryDiscard()).isTrue();
        assertThat(slab.state()).isEqualTo(State.UNUSED);
        assertThat(Slab.sizeClassOf(slab.word())).isEqualTo(7);
    }

    @Test
    void refusesWhatDoesNotFitTheWord() {
        assertThatThrownBy(() -> slab.tryActivate(0x10000, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> slab.tryActivate(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> slab.tryActivate(0, 33)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> slab.tryActivate(0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(slab.state()).isEqualTo(State.UNUSED);
    }

    @Test
    void ofSeveralThreadsThatReleaseOneWordOneSucceeds() {
        assertThat(mostSuccesses(() -> activated(slab), slab::tryEmpty)).isEqualTo(1);
    }

    /** The control: a release that checks the word and then writes it lets two threads through. */
    @Test
    void aReleaseInTwoStepsIsCaught() {
        AtomicLong word = new AtomicLong();
        AtomicLong generation = new AtomicLong();
        LongPredicate inTwoSteps = active -> {
            if (word.get() != active) {
                return false;
            }
            Together.meet();
            word.set(-active);
            return true;
        };
        assertThat(mostSuccesses(
                        () -> {
                            word.set(generation.incrementAndGet());
                            return word.get();
                        },
                        inTwoSteps))
                .isGreaterThan(1);
    }

    private static long activated(Slab slab) {
        assertThat(slab.tryActivate(5, 1)).isTrue();
        return slab.word();
    }

    /** Lets two threads release the same word, again and again: how many succeeded with one word, at most. */
    private static int mostSuccesses(LongSupplier activate, LongPredicate release) {
        AtomicLong word = new AtomicLong();
        AtomicInteger arrived = new AtomicInteger();
        AtomicInteger successes = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Together.run(2, thread -> {
            for (int round = 0; round < 20_000; round++) {
                if (thread == 0) {
                    word.set(activate.getAsLong());
                }
                // Both spin, so that both go on at the same moment: who is woken comes too late.
                spinUntilBothAreHere(arrived, 4 * round + 2);
                if (most.get() > 1) {
                    return;
                }
                if (release.test(word.get())) {
                    successes.incrementAndGet();
                }
                spinUntilBothAreHere(arrived, 4 * round + 4);
                if (thread == 0) {
                    most.accumulateAndGet(successes.getAndSet(0), Math::max);
                }
            }
        });
        return most.get();
    }

    private static void spinUntilBothAreHere(AtomicInteger arrived, int count) {
        arrived.incrementAndGet();
        for (int i = 0; arrived.get() < count; i++) {
            if ((i & 0x3fff) == 0x3fff) {
                Together.gap();
            }
        }
    }
}
