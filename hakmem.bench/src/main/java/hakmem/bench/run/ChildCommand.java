package hakmem.bench.run;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that starts a child: this JVM's own options, with another main class. */
final class ChildCommand {
    private ChildCommand() {}

    /**
     * Puts it together.
     *
     * @return the command
     * @throws IllegalStateException if this JVM does not run from a module path
     */
    static List<String> build() {
        if (!Child.class.getModule().isNamed() || System.getProperty("jdk.module.path") == null) {
            throw new IllegalStateException("child JVMs need hakmem.bench on the module path: start it with ./hakmem");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The module path and --enable-native-access are among them.
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!isDebugger(option)) {
                command.add(option);
            }
        }
        command.add("--module");
        command.add(Child.class.getModule().getName() + "/" + Child.class.getName());
        return command;
    }

    /** Two JVMs cannot listen on one port. */
    private static boolean isDebugger(String option) {
        return option.startsWith("-agentlib:jdwp") || option.startsWith("-Xrunjdwp");
    }
}
