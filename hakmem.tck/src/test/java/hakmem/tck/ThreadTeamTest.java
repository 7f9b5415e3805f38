package hakmem.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThreadTeamTest {
    @Test
    void everyMemberRunsOnce() {
        AtomicInteger numbers = new AtomicInteger();
        ThreadTeam.run(5, numbers::addAndGet);
        assertThat(numbers).hasValue(10);
    }

    @Test
    void aMembersFailureIsTheTeams() {
        assertThatThrownBy(() -> ThreadTeam.run(3, number -> {
                    if (number == 1) {
                        throw new IOException("the first failure");
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasRootCauseMessage("the first failure");
    }
}
