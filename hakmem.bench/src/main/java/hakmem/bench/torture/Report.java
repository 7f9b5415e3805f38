package hakmem.bench.torture;

import hakmem.api.AllocatorStats;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** What is known of a violation, once all threads that can have come to rest. */
final class Report {
    private static final int TAIL = 24;
    private static final long SLAB = 64 << 10;
    private static final int MOST_STACKS = 64;

    private final Ground ground;
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text);

    Report(Ground ground) {
        this.ground = ground;
    }

    /** For {@link Ground#failure()}. */
    TortureViolationException violation() {
        Ground.Failure failure = ground.failure();
        Throwable cause = failure.cause();
        long address = cause instanceof TortureViolationException violation ? violation.address() : 0;
        out.println(cause instanceof TortureViolationException ? cause.getMessage() : "unexpected: " + cause);
        options();
        if (address != 0) {
            out.printf(
                    "address:   0x%x, %d bytes into the 64 KiB of 0x%x%n",
                    address, address & SLAB - 1, address & -SLAB);
        }
        if (failure.player() != null) {
            tail(failure.player());
        }
        if (address != 0) {
            others(failure.player(), address & -SLAB);
        }
        statistics();
        stack(cause);
        for (Throwable why = cause.getCause(); why != null; why = why.getCause()) {
            out.println("because:   " + why);
            stack(why);
        }
        return new TortureViolationException(address, finish(), cause);
    }

    /** For threads that do not move any more. */
    TortureViolationException hang() {
        out.printf(
                "no operation has ended for %d s%n", ground.options.patience().toSeconds());
        options();
        Map<Thread, StackTraceElement[]> stacks = Thread.getAllStackTraces();
        stacks.entrySet().stream()
                .filter(entry -> entry.getKey().getName().startsWith("torture")
                        || entry.getKey().getName().startsWith("hakmem"))
                .limit(MOST_STACKS)
                .forEach(entry -> {
                    out.printf(
                            "%s %s%n", entry.getKey().getName(), entry.getKey().getState());
                    for (StackTraceElement frame : entry.getValue()) {
                        out.printf("    at %s%n", frame);
                    }
                });
        statistics();
        return new TortureViolationException(0, finish());
    }

    private void stack(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            out.println("    at " + frame);
        }
    }

    private void options() {
        TortureOptions options = ground.options;
        out.printf(
                "seed:      %d (%d threads that stay; %s; limit %d, live %d bytes; %d operations a round)%n",
                options.seed(),
                options.threads(),
                options.kinds(),
                options.limit(),
                options.liveBytes(),
                options.operations());
        out.printf("after:     %,d operations%n", ground.operations.sum());
    }

    private void tail(Player player) {
        out.printf("thread:    %s, number %d; it did last%n", player.name, player.number);
        print(player.journal.tail(TAIL));
    }

    private void others(Player but, long slab) {
        for (Player player : ground.players()) {
            List<String> lines = player.journal.about(address -> (address & -SLAB) == slab);
            if (player != but && !lines.isEmpty()) {
                out.printf("meanwhile: %s, number %d, did in the same 64 KiB%n", player.name, player.number);
                print(lines);
            }
        }
    }

    private void print(List<String> lines) {
        lines.forEach(line -> out.println("           " + line));
    }

    private void statistics() {
        try {
            AllocatorStats stats = ground.allocator.stats();
            out.println("allocator: " + stats.toString().replaceFirst(", sizeClasses=.*", "]"));
            stats.sizeClasses().stream()
                    .filter(sizeClass -> sizeClass.slabs() > 0)
                    .forEach(sizeClass -> out.println("           " + sizeClass));
        } catch (RuntimeException | Error e) {
            out.println("allocator: it cannot say what it holds: " + e);
        }
    }

    private String finish() {
        out.flush();
        return text.toString();
    }
}
