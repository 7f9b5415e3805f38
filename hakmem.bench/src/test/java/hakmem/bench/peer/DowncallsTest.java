package hakmem.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hakmem.bench.slots.Slots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DowncallsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"jemalloc", "jemalloc-critical", "mimalloc", "mimalloc-critical", "rpmalloc", "rpmalloc-critical"
            })
    void theLibrariesOfTheArtifactsGiveBlocksThatKeepTheirContents(String name) throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64"));
        exercise(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcmalloc", "tcmalloc-critical"})
    void aLibraryOfTheSystemWorksOrIsMissedByName(String name) throws Exception {
        try {
            exercise(name);
        } catch (PeerUnavailableException e) {
            assertThat(e).hasMessageContaining("libtcmalloc_minimal.so.4").hasMessageContaining("libtcmalloc-minimal4");
        }
    }

    private static void exercise(String name) throws Exception {
        try (Peer peer = PeerCatalog.find(name).open()) {
            Slots slots = Slots.verifying(peer, 200, 1);
            for (int slot = 0; slot < slots.count(); slot++) {
                slots.allocate(slot, 8 << slot % 2, slot * 37);
            }
            for (int slot = 0; slot < slots.count(); slot++) {
                slots.replace(slot, (slot * 61) % 4000);
            }
            slots.freeAll(0, slots.count());
            AddressPeer addresses = (AddressPeer) peer;
            for (int size = 1; size < 5000; size += 97) {
                addresses.free(addresses.malloc(size), size);
            }
        }
    }

    @Test
    void eachAllocatorHasAClassOfItsOwn() throws Exception {
        try (Peer plain = PeerCatalog.find("glibc").open();
                Peer critical = PeerCatalog.find("glibc-critical").open()) {
            assertThat(plain.getClass()).isNotEqualTo(critical.getClass());
        }
    }

    @Test
    void noMemoryIsAnError() throws Exception {
        try (Peer peer = PeerCatalog.find("glibc").open()) {
            assertThatThrownBy(() -> ((AddressPeer) peer).malloc(Long.MAX_VALUE))
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessageContaining("9223372036854775807 bytes");
        }
    }
}
