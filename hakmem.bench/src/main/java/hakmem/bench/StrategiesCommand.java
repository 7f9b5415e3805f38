package hakmem.bench;

import hakmem.sharedpool.SharedPools;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.MemorySources;
import hakmem.superslab.spi.MemorySourceProvider;
import java.io.PrintWriter;
import java.util.Comparator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hakmem strategies}. */
@Command(
        name = "strategies",
        mixinStandardHelpOptions = true,
        description = "Lists the pool strategies and memory sources found: name, module, what it is and its limits.",
        footer = {"", "Those of your own are found in the jars of HAKMEM_PLUGINS."})
final class StrategiesCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            print(out);
        } catch (IllegalStateException e) { // two providers of one name; the message names both
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        out.flush();
    }

    /** Prints both lists. */
    static void print(PrintWriter out) {
        out.println("pool strategies (the default is " + SharedPools.DEFAULT + "):");
        SharedPools.providers().stream()
                .sorted(Comparator.comparing(SharedPoolProvider::name))
                .forEach(provider -> print(out, provider.name(), provider, provider.description()));
        out.println("memory sources (the default is " + MemorySources.DEFAULT + ", or " + MemorySources.PORTABLE
                + " where that does not work):");
        MemorySources.providers().stream()
                .sorted(Comparator.comparing(MemorySourceProvider::name))
                .forEach(provider -> print(out, provider.name(), provider, provider.description()));
    }

    private static void print(PrintWriter out, String name, Object provider, String description) {
        Module module = provider.getClass().getModule();
        out.printf("  %-12s  %-20s  %s%n", name, module.isNamed() ? module.getName() : "(class path)", description);
    }
}
