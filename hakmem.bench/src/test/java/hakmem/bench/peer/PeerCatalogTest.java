package hakmem.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.api.Hardening;
import hakmem.bench.slots.Slots;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerCatalogTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "glibc",
                "glibc-critical",
                "unsafe",
                "confined",
                "shared",
                "netty-pooled",
                "netty-pooled-plain",
                "netty-adaptive",
                "netty-adaptive-plain"
            })
    void everyOtherAllocatorGivesBlocksThatKeepTheirContents(String name) throws Exception {
        try (Peer peer = PeerCatalog.find(name).open()) {
            Slots slots = Slots.verifying(peer, 100, 1);
            for (int slot = 0; slot < slots.count(); slot++) {
                slots.allocate(slot, 2 + slot * 37);
            }
            for (int slot = 0; slot < slots.count(); slot++) {
                slots.replace(slot, 2 + (slot * 61) % 4000);
            }
            slots.freeAll(0, slots.count());
            assertThat(peer.finish()).isEmpty();
        }
    }

    @Test
    void theBaseLineOfTheLoopHasBlocksThatOverlap() throws Exception {
        try (Peer peer = PeerCatalog.find("none").open()) {
            Slots slots = Slots.verifying(peer, 2, 1);
            slots.allocate(0, 64);
            slots.allocate(1, 64);
            assertThatThrownBy(() -> slots.freeAll(0, 2)).isInstanceOf(PeerFaultException.class);
        }
    }

    @Test
    void nettyIsMeasuredOnItsOwnThreads() throws Exception {
        try (Peer peer = PeerCatalog.find("netty-adaptive").open()) {
            assertThat(peer.newThread(() -> {}).getClass().getName()).endsWith("FastThreadLocalThread");
        }
        try (Peer peer = PeerCatalog.find("netty-adaptive-plain").open()) {
            assertThat(peer.newThread(() -> {}).getClass()).isEqualTo(Thread.class);
        }
    }

    @Test
    void theNameOfAHakmemAllocatorMayHaveAStrategyAndAMemorySource() {
        assertThat(HakmemName.parse("hakmem")).hasValue(new HakmemName(Optional.empty(), Optional.empty()));
        assertThat(HakmemName.parse("hakmem:fixed")).hasValue(new HakmemName(Optional.of("fixed"), Optional.empty()));
        assertThat(HakmemName.parse("hakmem@mapped")).hasValue(new HakmemName(Optional.empty(), Optional.of("mapped")));
        assertThat(HakmemName.parse("hakmem:fixed@mapped"))
                .hasValue(new HakmemName(Optional.of("fixed"), Optional.of("mapped")));
        assertThat(HakmemName.parse("hakmem:fixed@mapped+hardened"))
                .hasValue(new HakmemName(
                        Optional.of("fixed"), Optional.of("mapped"), Optional.of(EnumSet.allOf(Hardening.class))));
        assertThat(HakmemName.parse("hakmem+hardened"))
                .hasValue(new HakmemName(
                        Optional.empty(), Optional.empty(), Optional.of(EnumSet.allOf(Hardening.class))));
        assertThat(HakmemName.parsePool("pool:fixed+hardened")).isEmpty();
        assertThatThrownBy(() -> HakmemName.parse("hakmem+hard"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown hardening \"hard\"");
        assertThat(HakmemName.parse("hakmem:")).isEmpty();
        assertThat(HakmemName.parse("hakmem@a:b")).isEmpty();
        assertThat(HakmemName.parse("glibc")).isEmpty();
    }

    @Test
    void theNameOfAHakmemAllocatorMayHaveProtections() throws Exception {
        assertThat(HakmemName.parse("hakmem+poison").orElseThrow().hardening()).hasValue(EnumSet.of(Hardening.POISON));
        HakmemName all = HakmemName.parse("hakmem:fixed@mapped+hardened").orElseThrow();
        assertThat(all.strategy()).hasValue("fixed");
        assertThat(all.source()).hasValue("mapped");
        assertThat(all.hardening()).hasValue(EnumSet.allOf(Hardening.class));
        assertThat(HakmemName.parse("hakmem@mapped+guard+random").orElseThrow().hardening())
                .hasValue(EnumSet.of(Hardening.GUARD, Hardening.RANDOM));
        assertThatThrownBy(() -> PeerCatalog.find("hakmem+steel"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("steel")
                .hasMessageContaining("poison, quarantine, guard, random, decommit");
        // The allocator has what its name says.
        try (AddressPeer peer =
                (AddressPeer) PeerCatalog.find("hakmem+quarantine").open()) {
            long block = peer.malloc(100);
            peer.free(block);
            long other = peer.malloc(100);
            assertThat(other).isNotEqualTo(block);
            peer.free(other);
        }
    }

    @Test
    void allNamesInTheCatalogAreFoundInIt() {
        assertThat(PeerCatalog.all())
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy(
                        kind -> assertThat(PeerCatalog.find(kind.name()).name()).isEqualTo(kind.name()));
    }
}
