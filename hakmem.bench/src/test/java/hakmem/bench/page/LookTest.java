package hakmem.bench.page;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.bench.peer.CAllocators;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.peer.PeerKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LookTest {
    @Test
    void allWaysToCallALibraryHaveItsColourAndAreToldApartByMarkersAndDashes() {
        Look look =
                new Look(List.of("hakmem", "glibc-critical", "jemalloc-critical", "c:glibc", "c:jemalloc", "glibc"));

        assertThat(look.colour("c:glibc"))
                .isEqualTo(look.colour("glibc"))
                .isEqualTo(look.colour("glibc-critical"))
                .isNotEqualTo(look.colour("c:jemalloc"));
        assertThat(List.of(look.marker("c:glibc"), look.marker("glibc"), look.marker("glibc-critical")))
                .doesNotHaveDuplicates();
        assertThat(look.dashes("glibc-critical")).isNull();
        assertThat(look.dashes("c:glibc")).isNotNull().isNotEqualTo(look.dashes("glibc"));
    }

    @Test
    void noTwoAllocatorsThereAreNamesForLookTheSame() {
        List<String> names = Stream.of(PeerCatalog.all(), PeerCatalog.pools(), CAllocators.all())
                .flatMap(List::stream)
                .map(PeerKind::name)
                .toList();
        Look look = new Look(names);
        Set<String> looks = new HashSet<>();

        for (String name : names) {
            assertThat(looks.add(look.colour(name) + look.marker(name)))
                    .as(name)
                    .isTrue();
        }
        assertThat(look.allocators()).containsExactlyInAnyOrderElementsOf(names);
    }
}
