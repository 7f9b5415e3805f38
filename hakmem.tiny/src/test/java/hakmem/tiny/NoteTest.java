package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoteTest {
    @Test
    void theStateChangesWithoutTheGeneration() {
        long note = Note.nextGeneration(Note.INITIAL, Note.QUIET);
        for (int state = Note.QUIET; state <= Note.POOLED; state++) {
            long moved = Note.with(note, state);
            assertThat(Note.stateOf(moved)).isEqualTo(state);
            assertThat(Note.generationOf(moved)).isEqualTo(Note.generationOf(note));
        }
    }

    @Test
    void eachActivationHasAGenerationOfItsOwn() {
        long note = Note.INITIAL;
        for (int i = 0; i < 1000; i++) {
            long next = Note.nextGeneration(Note.with(note, Note.POOLED), Note.QUIET);
            assertThat(Note.generationOf(next)).isGreaterThan(Note.generationOf(note));
            assertThat(Note.stateOf(next)).isEqualTo(Note.QUIET);
            note = next;
        }
    }
}
