package hakmem.bench;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line, started by the script {@code hakmem} at the root of the project. Exit codes: 0, all went well; 1, a
 * measurement failed or could not be made; 2, the command line was wrong.
 */
@Command(
        name = "hakmem",
        description = "An off-heap memory allocator for the JVM: workloads, comparisons, and what is installed.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BenchCommand.class,
            LarsonCommand.class,
            PoolCommand.class,
            ReportCommand.class,
            SoakCommand.class,
            TortureCommand.class,
            BoundsCommand.class,
            StartupCommand.class,
            MetadataCommand.class,
            InfoCommand.class,
            StrategiesCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = InfoCommand.Version.class,
        footerHeading = "%nThe script adds:%n",
        footer = {
            "  build       builds what the commands above need (they do so themselves when sources have changed)",
            "  test        builds and tests everything; further arguments go to Maven",
            "  stress      races each hand-over between threads; --short takes two minutes",
            "  jmh         runs benchmarks of single operations, with JMH's own options: jmh -l, jmh -h, jmh Pair -prof gc",
            "  jdk         prints the folder of the JDK that is used",
            "",
            "Examples:",
            "  ./hakmem larson",
            "  ./hakmem larson --threads 1,2,4 --seconds 5 --allocators hakmem,hakmem:fixed,glibc-critical",
            "  ./hakmem larson --verify --seconds 10 --allocators 'hakmem:*' --json result.json",
            "  ./hakmem larson --list",
            "  ./hakmem bench --list",
            "  ./hakmem bench larson xmalloc buffers --json result.json",
            "  ./hakmem pool --threads 1,2,4,8",
            "  ./hakmem soak --pool recycling",
            "  ./hakmem report docs/results/*.json -o target/report",
            "  ./hakmem torture --minutes 10",
            "  ./hakmem bounds",
            "  ./hakmem info",
            "",
            "HAKMEM_JAVA_OPTS holds further options of the JVM, such as -Dhakmem.pool=fixed or -Xmx2g; HAKMEM_PLUGINS",
            "jars or folders of jars with strategies or memory sources of your own, separated by colons.",
        })
final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    private Main() {}

    /**
     * Runs a command and ends the JVM with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line, ready to execute. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpWidth(110)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler(Main::fail);
    }

    /** Without a command it explains itself. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** One line, and where to read on; the whole help would push the reason out of sight. */
    private static int refuse(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("hakmem: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try './" + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int fail(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr().println("hakmem: " + e);
        for (StackTraceElement frame : e.getStackTrace()) {
            command.getErr().println("    at " + frame);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
