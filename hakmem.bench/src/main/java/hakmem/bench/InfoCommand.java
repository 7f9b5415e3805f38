package hakmem.bench;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.api.Hakmem;
import hakmem.bench.report.Environment;
import hakmem.superslab.MemorySources;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hakmem info}. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        description = "Shows what hakmem finds here: the JVM, the machine, the memory source and region in use, and the"
                + " strategies and memory sources to choose from.")
final class InfoCommand implements Runnable {
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    /** What {@code --version} prints: the state of the sources, as there are no releases yet. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Environment environment = Environment.look(List.of());
            return new String[] {"hakmem " + environment.commit(), environment.jdk()};
        }
    }

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Environment environment = Environment.look(List.of());
        line(out, "hakmem", environment.commit());
        line(out, "JDK", environment.jdk());
        line(out, "VM options", String.join(" ", environment.vmOptions()));
        line(out, "system", environment.os());
        line(out, "processor", environment.processor() + ", " + environment.cores() + " cores");
        line(out, "memory", "%,d MiB".formatted(environment.memoryBytes() >> 20));
        line(out, "page size", pageSize());
        line(out, "huge pages", hugePages());
        printAllocator(out);
        out.println();
        StrategiesCommand.print(out);
        out.flush();
    }

    /** The allocator a program gets here that asks for nothing special. */
    private static void printAllocator(PrintWriter out) {
        try (Allocator allocator = Hakmem.builder().build()) {
            AllocatorStats stats = allocator.stats();
            line(out, "memory source", stats.memorySource());
            line(out, "region", "%,d MiB of address space reserved".formatted(stats.reservedBytes() >> 20));
            line(out, "pool strategy", stats.poolStrategy());
            Module module = allocator.getClass().getModule();
            line(out, "allocator", module.isNamed() ? "module " + module.getName() : "on the class path");
        } catch (RuntimeException | OutOfMemoryError e) { // to tell what is wrong is what this command is for
            line(out, "allocator", "cannot be made: " + e.getMessage());
        }
    }

    private static String pageSize() {
        try {
            return MemorySources.open(Optional.empty()).pageSize() + " bytes";
        } catch (RuntimeException e) { // as above
            return "unknown: " + e.getMessage();
        }
    }

    /** The setting in brackets is the one in force. */
    private static String hugePages() {
        try {
            return "transparent: " + Files.readString(HUGE_PAGES).strip();
        } catch (IOException e) {
            return "the system does not tell";
        }
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("%-14s %s%n", name, value);
    }
}
