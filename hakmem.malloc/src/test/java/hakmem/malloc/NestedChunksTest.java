package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.malloc.arena.Chunk;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which kept chunk an arena inside of another takes at once, without a look at every place. */
class NestedChunksTest {
    /** C2 inlines no method of more bytes, however hot it is; a default of the JVM ({@code FreqInlineSize}). */
    private static final int MOST_INLINED = 325;

    private final ThreadChunks chunks = new ThreadChunks();
    private final Thread self = Thread.currentThread();

    private KeptChunk keep() {
        KeptChunk kept = new KeptChunk(self, null, new Chunk(1280));
        assertThat(chunks.keep(kept, revoked -> {})).isTrue();
        return kept;
    }

    private List<KeptChunk> fill() {
        List<KeptChunk> made = new ArrayList<>();
        for (int i = 0; i < ThreadChunks.PLACES; i++) {
            made.add(keep());
        }
        return made;
    }

    @Test
    void eachTakesTheNextOne() {
        List<KeptChunk> made = fill();
        made.forEach(KeptChunk::give);
        for (KeptChunk kept : made) {
            assertThat(chunks.take(self)).isSameAs(kept);
        }
        assertThat(chunks.take(self)).isNull();
        made.get(2).give();
        made.get(1).give();
        assertThat(chunks.take(self)).isSameAs(made.get(1));
        assertThat(chunks.take(self)).isSameAs(made.get(2));
        assertThat(chunks.take(self)).isNull();
    }

    @Test
    void oneThatIsRevokedIsPassedOver() {
        List<KeptChunk> made = fill();
        made.get(1).give();
        chunks.revoke(true, revoked -> assertThat(revoked).isSameAs(made.get(1)));
        made.get(2).give();
        assertThat(chunks.take(self)).isSameAs(made.get(2));
        assertThat(chunks.take(self)).isNull();
    }

    @Test
    void oneThatComesLaterIsFoundBetweenThoseThatAreThere() {
        List<KeptChunk> made = fill();
        made.get(1).give();
        chunks.revoke(true, revoked -> {});
        KeptChunk later = keep();
        later.give();
        made.get(3).give();
        assertThat(chunks.take(self)).isSameAs(later);
        assertThat(chunks.take(self)).isSameAs(made.get(3));
    }

    @Test
    void theFirstPlaceMayBeFilledLast() {
        List<KeptChunk> made = fill();
        made.get(0).give();
        chunks.revoke(true, revoked -> {});
        made.get(1).give();
        assertThat(chunks.take(self)).as("through the first place").isNull();
        KeptChunk first = keep();
        assertThat(chunks.take(self)).isSameAs(made.get(1));
        first.give();
        assertThat(chunks.take(self)).isSameAs(first);
    }

    /** Otherwise it is luck whether an arena costs an object: see {@code ArenaChunks.giveSlow}. */
    @Test
    void theSlowWayToGiveAChunkBackIsTooLongToBeInlined() throws IOException {
        try (InputStream in = ArenaChunks.class.getResourceAsStream("ArenaChunks.class")) {
            ClassModel model = ClassFile.of().parse(in.readAllBytes());
            MethodModel slow = model.methods().stream()
                    .filter(method -> method.methodName().equalsString("giveSlow"))
                    .findAny()
                    .orElseThrow();
            assertThat(((CodeAttribute) slow.code().orElseThrow()).codeLength()).isGreaterThan(MOST_INLINED);
        }
    }
}
