package hakmem.bench.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocatorNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hakmem",
                "hakmem+hardened",
                "hakmem:locked@mapped",
                "hakmem@mapped",
                "pool:fixed",
                "hakmem-confined"
            })
    void whatIsSetUpOtherwiseIsNotAPeerOfItself(String name) {
        assertThat(AllocatorNames.isOwn(name)).isTrue();
        assertThat(AllocatorNames.isJavaPeer(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "c:glibc"})
    void whatJavaCannotCallIsNoPeer(String name) {
        assertThat(AllocatorNames.isOwn(name)).isFalse();
        assertThat(AllocatorNames.isJavaPeer(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"glibc", "unsafe", "netty-pooled", "hakmemory", "pooled"})
    void theOthersAre(String name) {
        assertThat(AllocatorNames.isOwn(name)).isFalse();
        assertThat(AllocatorNames.isJavaPeer(name)).isTrue();
    }
}
