package hakmem.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.ScriptedSource.Call;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A region whose memory source fails, or cannot give back what was committed: nothing is lost, and nothing charged twice. */
class RegionFailureTest extends ScriptedRegion {
    static List<Supplier<Throwable>> failures() {
        return List.of(
                ScriptedSource::refusal,
                () -> new IllegalStateException("scripted"),
                () -> new OutOfMemoryError("scripted"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailedReserveLeavesNothing(Supplier<Throwable> failure) {
        for (int n = 1; n <= 3; n++) {
            source.failAt(Call.RESERVE, n, failure);
            source.largestReserve = SuperSlab.BYTES;
            try (Region region = region()) {
                assertThat(region.byteSize()).isEqualTo(SuperSlab.BYTES);
            } catch (IllegalStateException | OutOfMemoryError e) {
                assertThat(e).hasMessageContaining("scripted");
            }
            assertThat(source.open).isZero();
            assertThat(budget.committed()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailedCommitLeavesEverythingAsItWas(Supplier<Throwable> failure) throws Exception {
        for (int n = 1; n <= 4; n++) {
            Throwable thrown = failure.get();
            source.failAt(Call.COMMIT, n, () -> thrown);
            try (Region region = region()) {
                for (int i = 1; i < n; i++) {
                    region.commit();
                }
                assertThatThrownBy(region::commit).satisfies(e -> assertComesFromTheSource(e, thrown));
                assertThat(budget.committed()).isEqualTo((n - 1L) * SuperSlab.BYTES);
                assertThat(region.retainedSuperSlabs()).isZero();
                for (int i = n; i <= 4; i++) {
                    region.commit();
                }
                assertThat(budget.committed()).isEqualTo(SIZE);
                region.forEachSuperSlab(region::decommit);
                assertThat(budget.committed()).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailedCommitOfWhatIsRetainedKeepsItsCharge(Supplier<Throwable> failure) throws Exception {
        source.givesBack = false;
        try (Region region = region()) {
            region.decommit(region.commit());
            Throwable thrown = failure.get();
            source.failAt(Call.COMMIT, 1, () -> thrown);

            assertThatThrownBy(region::commit).satisfies(e -> assertComesFromTheSource(e, thrown));
            assertThat(region.retainedSuperSlabs()).isEqualTo(1);
            assertThat(budget.committed()).isEqualTo(SuperSlab.BYTES);
            region.commit();
            assertThat(budget.committed()).isEqualTo(SuperSlab.BYTES);
        }
    }

    /** What a source may throw passes as it is; where it fails it is named. */
    private static void assertComesFromTheSource(Throwable caught, Throwable thrown) {
        if (thrown instanceof RuntimeException) {
            assertThat(caught)
                    .isInstanceOf(MemorySourceException.class)
                    .hasMessageContainingAll("memory source \"scripted\"", "commit of 2097152 bytes", "scripted")
                    .hasCause(thrown);
        } else {
            assertThat(caught).isSameAs(thrown);
        }
    }

    @Test
    void aFailedDecommitNamesTheSource() throws Exception {
        source.failAt(Call.DECOMMIT, 1, () -> new IllegalArgumentException("cause"));
        try (Region region = region()) {
            SuperSlab superSlab = region.commit();
            assertThatThrownBy(() -> region.decommit(superSlab))
                    .isInstanceOf(MemorySourceException.class)
                    .hasMessageContainingAll("memory source \"scripted\"", "decommit of 2097152 bytes", "cause");
        }
    }

    @Test
    void aFailedDecommitKeepsTheChargeAndServesTheNextCommit() throws Exception {
        source.failAt(Call.DECOMMIT, 2, () -> new OutOfMemoryError("scripted"));
        try (Region region = region()) {
            SuperSlab first = region.commit();
            SuperSlab second = region.commit();
            region.decommit(first);

            assertThatThrownBy(() -> region.decommit(second)).hasMessage("scripted");
            assertThat(second.isCommitted()).isFalse();
            assertThat(region.retainedSuperSlabs()).isEqualTo(1);
            assertThat(budget.committed()).isEqualTo(SuperSlab.BYTES);
            // The source itself must allow it: a commit of what is committed still changes nothing.
            source.givesBack = false;
            assertThat(region.commit()).isSameAs(second);
            assertThat(budget.committed()).isEqualTo(SuperSlab.BYTES);
            source.givesBack = true;
            assertThat(region.decommit(second)).isEqualTo(SuperSlab.BYTES);
            assertThat(budget.committed()).isZero();
        }
    }

    @Test
    void whatCouldNotBeDecommittedGoesBackAtTheNextTry() throws Exception {
        try (Region region = region()) {
            SuperSlab superSlab = region.commit();
            source.failAt(Call.DECOMMIT, 1, () -> new OutOfMemoryError("scripted"));
            assertThatThrownBy(() -> region.decommit(superSlab)).hasMessage("scripted");
            source.failAt(Call.DECOMMIT, 1, () -> new OutOfMemoryError("scripted again"));
            assertThatThrownBy(region::decommitRetained).hasMessage("scripted again");
            assertThat(region.retainedSuperSlabs()).isEqualTo(1);

            assertThat(region.decommitRetained()).isEqualTo(SuperSlab.BYTES);

            assertThat(region.retainedSuperSlabs()).isZero();
            assertThat(budget.committed()).isZero();
            assertThat(region.decommitRetained()).isZero();
            assertThat(region.commit()).isSameAs(superSlab);
        }
    }

    @Test
    void whatTheSourceCannotGiveBackStaysChargedAndServesTheNextCommit() throws Exception {
        source.givesBack = false;
        MemoryBudget small = new MemoryBudget(SuperSlab.BYTES);
        try (Region region = Region.reserve(source, SIZE, small)) {
            SuperSlab superSlab = region.commit();
            assertThat(region.decommit(superSlab)).isZero();
            assertThat(region.retainedSuperSlabs()).isEqualTo(1);
            assertThat(small.committed()).isEqualTo(SuperSlab.BYTES);

            assertThat(region.commit()).isSameAs(superSlab);
            assertThat(region.retainedSuperSlabs()).isZero();
            assertThat(small.committed()).isEqualTo(SuperSlab.BYTES);
        }
        assertThat(small.committed()).isZero();
    }

    @Test
    void aSourceThatKeepsWhatWasCommittedIsNotAskedForIt() throws Exception {
        source.givesBack = false;
        try (Region region = region()) {
            region.decommit(region.commit());

            assertThat(region.decommitRetained()).isZero();
            assertThat(region.retainedSuperSlabs()).isEqualTo(1);
        }
    }

    @Test
    void aCloseThatFailsLeavesTheRegionOpen() throws Exception {
        source.failAt(Call.CLOSE, 1, () -> new IllegalStateException("in use"));
        Region region = region();
        SuperSlab superSlab = region.commit();

        assertThatThrownBy(region::close).hasMessage("in use");
        assertThat(budget.committed()).isEqualTo(SuperSlab.BYTES);
        region.decommit(superSlab);
        region.close();
        assertThat(source.open).isZero();
    }
}
