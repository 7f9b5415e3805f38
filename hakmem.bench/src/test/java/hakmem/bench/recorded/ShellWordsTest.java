package hakmem.bench.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
    @Test
    void aCommandCanBeCopiedToAShell() {
        assertThat(ShellWords.join(List.of("./hakmem", "-a", "hakmem:*", "it's", "", "a\nb'c\\")))
                .isEqualTo("./hakmem -a 'hakmem:*' 'it'\\''s' '' $'a\\u000ab\\'c\\\\'");
    }
}
