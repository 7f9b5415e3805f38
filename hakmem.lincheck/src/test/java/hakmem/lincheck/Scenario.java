package hakmem.lincheck;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;

/** The operations in which a race can strike, said rather than left to chance: the broken variant fails here, the other not. */
public record Scenario(List<Call> before, List<Call> first, List<Call> second) {
    /** An operation and its arguments. */
    public record Call(String operation, List<Object> arguments) {}

    /**
     * An operation.
     *
     * @param operation its method's name
     * @param arguments what it is given
     * @return the call
     */
    public static Call call(String operation, Object... arguments) {
        return new Call(operation, List.of(arguments));
    }

    /** For a class of operations; the check adds the validation. */
    ExecutionScenario of(Class<?> operations) {
        return new ExecutionScenario(
                actors(operations, before),
                List.of(actors(operations, first), actors(operations, second)),
                List.of(),
                null);
    }

    private static List<Actor> actors(Class<?> operations, List<Call> calls) {
        return calls.stream()
                .map(call -> new Actor(methodOf(operations, call.operation), call.arguments))
                .toList();
    }

    private static Method methodOf(Class<?> operations, String name) {
        return Arrays.stream(operations.getMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(operations + " has no operation " + name));
    }
}
