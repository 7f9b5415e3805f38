package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.plugin.UseTwoAllocators;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which allocator of a JVM is the first depends on the tests that it has run before; so this is in one of its own. */
class FirstAllocatorTest {
    private static final List<String> USE = List.of(
            "apart 112",
            "InvalidFreeException",
            "InvalidFreeException",
            "InvalidFreeException",
            "freed",
            "DoubleFreeException",
            "freed",
            "DoubleFreeException",
            "live 1");

    @Test
    void theFirstAllocatorAndALaterOneDoTheSame() throws Exception {
        List<String> printed = ForkedJvm.run(
                List.of(
                        "--enable-native-access=hakmem.superslab",
                        "--module-path",
                        ForkedJvm.HAKMEM,
                        "--add-modules",
                        "hakmem.malloc",
                        "--class-path",
                        ForkedJvm.tests().toString()),
                UseTwoAllocators.class);

        assertThat(printed)
                .containsExactlyElementsOf(Stream.of(List.of("FirstAllocator"), USE, List.of("LaterAllocator"), USE)
                        .flatMap(List::stream)
                        .toList());
    }
}
