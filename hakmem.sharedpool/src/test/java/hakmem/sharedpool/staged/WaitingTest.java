package hakmem.sharedpool.staged;

import static hakmem.sharedpool.staged.Background.spinUntil;
import static hakmem.sharedpool.staged.Background.start;
import static hakmem.sharedpool.staged.Background.startVirtual;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class WaitingTest {
    private final Waiting waiting = new Waiting();

    @Test
    void whoFindsItTrueDoesNotWait() {
        waiting.until(() -> true);
        assertThat(waiting.count()).isZero();
    }

    @Test
    void allAreWokenOnceItIsTrueAndNotBefore() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<FutureTask<Void>> waiters = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiters.add(startVirtual(() -> {
                waiting.until(over::get);
                return null;
            }));
        }
        spinUntil(() -> waiting.count() == 50);
        waiting.wakeAll();
        // Woken up for nothing, they wait again.
        spinUntil(() -> waiting.count() == 50);
        over.set(true);
        waiting.wakeAll();
        for (FutureTask<Void> waiter : waiters) {
            waiter.get();
        }
        assertThat(waiting.count()).isZero();
    }

    /** It becomes true after the thread is on the stack, and before it parks: nobody will wake it. */
    @Test
    void whoIsOnTheStackLooksOnceMoreBeforeHeParks() {
        AtomicInteger looks = new AtomicInteger();
        waiting.until(() -> {
            assertThat(waiting.count()).isEqualTo(looks.get());
            return looks.getAndIncrement() == 1;
        });
        assertThat(looks.get()).isEqualTo(2);
        assertThat(waiting.count()).as("it waits no longer").isZero();
    }

    @Test
    void anInterruptIsKeptForLaterAndEndsNoWait() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        FutureTask<Boolean> wait = new FutureTask<>(() -> {
            waiting.until(() -> {
                looks.incrementAndGet();
                return over.get();
            });
            return Thread.currentThread().isInterrupted();
        });
        Thread thread = new Thread(wait);
        thread.setDaemon(true);
        thread.start();
        spinUntil(() -> waiting.count() == 1);
        int before = looks.get();
        thread.interrupt();
        spinUntil(() -> looks.get() > before);
        assertThat(waiting.count()).as("it has one place, and keeps it").isEqualTo(1);
        assertThat(wait.isDone()).isFalse();
        over.set(true);
        waiting.wakeAll();
        assertThat(wait.get()).as("still interrupted").isTrue();
    }

    /** Each waits for the other's turn: a wake-up that is lost stops both. */
    @Test
    void noWakeUpIsLost() throws Exception {
        int turns = 20_000;
        AtomicInteger turn = new AtomicInteger();
        List<FutureTask<Void>> players = new ArrayList<>();
        for (int player = 0; player < 2; player++) {
            int mine = player;
            players.add(start(() -> {
                for (int i = mine; i < turns; i += 2) {
                    int now = i;
                    waiting.until(() -> turn.get() == now);
                    turn.incrementAndGet();
                    waiting.wakeAll();
                }
                return null;
            }));
        }
        for (FutureTask<Void> player : players) {
            player.get();
        }
        assertThat(turn.get()).isEqualTo(turns);
    }
}
