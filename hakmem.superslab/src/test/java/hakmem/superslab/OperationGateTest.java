package hakmem.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OperationGateTest {
    private final OperationGate gate = new OperationGate("thing");

    @Test
    void operationsPassBesideOneAnother() {
        long first = gate.enter();
        long second = gate.enter();
        gate.exit(first);
        gate.exit(second);
    }

    @Test
    void nothingPassesOnceItIsShut() {
        gate.shut(() -> {});

        assertThatThrownBy(gate::enter)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the thing is closed");
    }

    @Test
    void isShutOnce() {
        List<String> done = new CopyOnWriteArrayList<>();
        gate.shut(() -> done.add("shut"));
        gate.shut(() -> done.add("shut"));

        assertThat(done).hasSize(1);
    }

    @Test
    void staysOpenIfTheLastThingFails() {
        assertThatThrownBy(() -> gate.shut(() -> {
                    throw new IllegalStateException("in use");
                }))
                .hasMessage("in use");

        gate.exit(gate.enter());
    }

    @Test
    void waitsForWhatIsUnderWay() {
        long stamp = gate.enter();
        assertThat(order(gate::shut, () -> gate.exit(stamp))).containsExactly("operation ends", "shut");
    }

    /** The control: a flag, looked at by operations and set by close. */
    @Test
    void aFlagInPlaceOfTheGateIsCaught() {
        AtomicBoolean closed = new AtomicBoolean();
        assertThat(order(
                        last -> {
                            closed.set(true);
                            last.run();
                        },
                        () -> {}))
                .containsExactly("shut", "operation ends");
    }

    /** Shuts while an operation is under way: what came first. */
    private static List<String> order(Consumer<Runnable> shut, Runnable exit) {
        List<String> order = new CopyOnWriteArrayList<>();
        Thread closer = Thread.ofPlatform().start(() -> shut.accept(() -> order.add("shut")));
        Together.awaitBlocked(closer);
        order.add("operation ends");
        exit.run();
        Together.join(closer);
        return order;
    }
}
