package hakmem.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkupTest {
    @Test
    void textAndAttributesAreEscaped() {
        String text = new Markup()
                .leaf("p", "a < b & \"c\" > 'd'", "title", "\"><script>alert('1')</script>")
                .toString();

        assertThat(text)
                .isEqualTo("<p title=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;\">"
                        + "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;</p>");
    }

    @Test
    void whatCannotBeShownOrTurnsTheTextAroundIsReplaced() {
        assertThat(new Markup().text("a\u0000b\u202Ec\uD800d\u001Be\nf\tg é 😀").toString())
                .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\nf\tg é 😀");
    }

    @Test
    void attributesWithoutAValueAreLeftOut() {
        assertThat(new Markup().empty("path", "d", "M0 0", "class", null).toString())
                .isEqualTo("<path d=\"M0 0\"></path>");
    }

    @Test
    void anElementThatWasNotClosedIsAFault() {
        Markup markup = new Markup().open("p");

        assertThatThrownBy(markup::toString)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("p");
    }

    @Test
    void aScriptThatWouldEndItsElementIsRefused() {
        assertThatThrownBy(() -> new Markup().own("'</script>'")).isInstanceOf(IllegalArgumentException.class);
    }
}
