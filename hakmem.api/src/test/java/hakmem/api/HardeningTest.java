package hakmem.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hakmem.api.spi.AllocatorOptions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HardeningTest {
    @Test
    void trueIsAllAndFalseIsNone() {
        assertThat(Hardening.parse(" True ")).containsExactly(Hardening.values());
        assertThat(Hardening.parse("FALSE")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void eachIsNamedInLowerCase(Hardening hardening) {
        assertThat(Hardening.parse(hardening.toString())).containsExactly(hardening);
        assertThat(Hardening.parse(hardening.name())).containsExactly(hardening);
    }

    @Test
    void severalAreSeparatedByCommas() {
        assertThat(Hardening.parse("poison, Guard,poison")).containsExactly(Hardening.POISON, Hardening.GUARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe", "poison,", ",", "true,poison", "poison guard", ""})
    void whatIsNoneOfThemIsRefusedWithThoseThereAre(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hardening.parse(text))
                .withMessageContaining("\"" + text + "\"")
                .withMessageContaining("poison, quarantine, guard, random, decommit");
    }

    @Test
    void optionsKeepTheirOwnSet() {
        Set<Hardening> chosen = EnumSet.of(Hardening.RANDOM);
        AllocatorOptions options = new AllocatorOptions(Optional.empty(), Optional.empty(), 1, chosen, false);
        chosen.clear();
        assertThat(options.hardening()).containsExactly(Hardening.RANDOM);
        assertThat(options.hardened()).isTrue();
    }

    @Test
    void aBooleanStandsForAllOrNone() {
        assertThat(new AllocatorOptions(Optional.empty(), Optional.empty(), 1, true, false).hardening())
                .containsExactlyInAnyOrder(Hardening.values());
        assertThat(new AllocatorOptions(Optional.empty(), Optional.empty(), 1, false, false).hardened())
                .isFalse();
    }
}
