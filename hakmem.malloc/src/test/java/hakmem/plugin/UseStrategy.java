package hakmem.plugin;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.util.function.Supplier;

/** A program that knows {@code hakmem.api} only, run by a test in a JVM of its own. */
public final class UseStrategy {
    private UseStrategy() {}

    /**
     * Says which strategy it got by the builder and which for the process, or which error.
     *
     * @param args the strategy to ask the builder for
     */
    public static void main(String[] args) {
        System.out.println("hakmem " + where(Hakmem.class) + ", program " + where(UseStrategy.class));
        say("builder", () -> {
            try (Allocator allocator = Hakmem.builder().pool(args[0]).build()) {
                return use(allocator);
            }
        });
        say("process", () -> use(Hakmem.allocator()));
    }

    private static String where(Class<?> type) {
        return type.getModule().isNamed() ? "in a module" : "on the class path";
    }

    private static void say(String what, Supplier<String> strategy) {
        try {
            System.out.println(what + " " + strategy.get());
        } catch (IllegalStateException | IllegalArgumentException e) {
            System.out.println(what + " " + e);
        }
    }

    private static String use(Allocator allocator) {
        long block = allocator.malloc(100);
        long blocks = allocator.stats().liveBlocks();
        allocator.free(block);
        return allocator.stats().poolStrategy() + " with " + blocks + " block";
    }
}
