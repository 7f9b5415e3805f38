package hakmem.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.sharedpool.fixed.PublishAndSearch;
import hakmem.stress.Tally.Verdict;
import hakmem.stress.WeakenedControl.SeenOn;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static Verdict verdict(SeenOn control, long samples, long faults, String... failures) {
        return new Tally("t", control, samples, faults, List.of(failures)).verdict();
    }

    @Test
    void aTestIsGoodIfItRanAndSawNothingForbidden() {
        assertThat(verdict(null, 100, 0)).isEqualTo(Verdict.OK);
        assertThat(verdict(null, 100, 0, "\"lost\" 1 times")).isEqualTo(Verdict.FAILED);
        assertThat(verdict(null, 0, 0)).isEqualTo(Verdict.FAILED);
    }

    @Test
    void aControlThatShowsNoFaultWhereItCanIsAFailure() {
        assertThat(verdict(SeenOn.X86, 100, 1)).isEqualTo(Verdict.OK);
        assertThat(verdict(SeenOn.X86, 100, 0)).isEqualTo(Verdict.BLIND);
        assertThat(verdict(SeenOn.X86, 100, 1, "VM_ERROR")).isEqualTo(Verdict.FAILED);
    }

    @Test
    void aControlForAWeakerMachineMayShowItsFaultOrNot() {
        assertThat(verdict(SeenOn.WEAKER, 100, 0)).isEqualTo(Verdict.NOT_SEEN);
        assertThat(verdict(SeenOn.WEAKER, 100, 1)).isEqualTo(Verdict.OK);
    }

    @Test
    void whatShowedTooLittleIsRunAgainAndWhatFailedIsNot() {
        assertThat(new Tally("t", SeenOn.X86, 5000, 0, List.of()).needsMore(100))
                .isTrue();
        assertThat(new Tally("t", SeenOn.X86, 5000, 1, List.of()).needsMore(100))
                .isFalse();
        assertThat(new Tally("t", SeenOn.WEAKER, 5000, 0, List.of()).needsMore(100))
                .isFalse();
        assertThat(new Tally("t", null, 0, 0, List.of()).needsMore(100)).isTrue();
        assertThat(new Tally("t", null, 99, 0, List.of()).needsMore(100)).isTrue();
        assertThat(new Tally("t", null, 100, 0, List.of()).needsMore(100)).isFalse();
        assertThat(new Tally("t", null, 0, 0, List.of("VM_ERROR")).needsMore(100))
                .isFalse();
    }

    @Test
    void aBlindControlIsAFailureOnlyWhereItHadWhatItNeeds() {
        Tally blind = new Tally("t", SeenOn.X86, 5000, 0, List.of());
        assertThat(blind.line(true)).contains("FAILED");
        assertThat(blind.line(false)).contains("not seen").doesNotContain("FAILED");
    }

    @Test
    void aSecondRunAddsToTheFirst() {
        Tally both =
                new Tally("t", SeenOn.X86, 100, 0, List.of()).plus(new Tally("t", SeenOn.X86, 10, 2, List.of("f")));
        assertThat(both).isEqualTo(new Tally("t", SeenOn.X86, 110, 2, List.of("f")));
    }

    @Test
    void aFailureNamesWhatWasSeen() {
        assertThat(new Tally("t", null, 100, 0, List.of("\"lost\" 1 times")).line(false))
                .contains("FAILED", "\"lost\" 1 times");
    }

    @Test
    void controlsAreKnownByTheNamesThatJcstressGivesThem() {
        assertThat(Run.controlOf("hakmem.tiny.TwoRemoteFrees.RaisedByAWrite")).isEqualTo(SeenOn.X86);
        assertThat(Run.controlOf("hakmem.tiny.AdoptSlabAndFree.PlainNote")).isEqualTo(SeenOn.WEAKER);
        assertThat(Run.controlOf("hakmem.tiny.TwoRemoteFrees.Production")).isNull();
        assertThat(Run.controlOf(PublishAndSearch.class.getName())).isNull();
        assertThatThrownBy(() -> Run.controlOf("hakmem.tiny.Nothing")).hasMessageContaining("hakmem.tiny.Nothing");
    }
}
