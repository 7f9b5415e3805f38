package hakmem.api.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizesTest {
    @Test
    void testsRunInsideTheModule() {
        assertThat(getClass().getModule().getName()).isEqualTo("hakmem.api");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4096, 4096", "2k, 2048", "512m, 536870912", "4G, 4294967296", "1tb, 1099511627776", "' 8b ', 8"
    })
    void sizesAreReadAsPeopleWriteThem(String text, long bytes) {
        assertThat(ByteSizes.parse("some.property", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "much", "1.5g", "4p", "9000000t", "99999999999999999999", "k"})
    void anythingElseIsRefusedInTheNameOfTheProperty(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByteSizes.parse("some.property", text))
                .withMessageContaining("some.property")
                .withMessageContaining("512m");
    }
}
