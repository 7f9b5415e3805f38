package hakmem.bench.startup;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the program's classes are: hakmem's modules as jars on the module path, one by one as an AOT cache wants them, and the
 * program on the class path. Immutable.
 *
 * @param options of the JVM
 */
record StartPath(List<String> options) {
    private static final List<String> MODULES = List.of(
            "hakmem.api", "hakmem.superslab", "hakmem.sharedpool", "hakmem.tiny", "hakmem.large", "hakmem.malloc");
    private static final String PROGRAM = "hakmem.bench";

    /**
     * Finds the jars on the module path of this JVM.
     *
     * @throws IllegalStateException if they are not there as jars
     */
    static StartPath find() {
        List<Path> jars = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("jdk.module.path", ""))
                .filter(entry -> !entry.isEmpty())
                .flatMap(entry -> jars(Path.of(entry)).stream())
                .toList();
        return new StartPath(List.of(
                "--module-path",
                MODULES.stream().map(module -> jar(jars, module)).collect(Collectors.joining(File.pathSeparator)),
                "--add-modules",
                "hakmem.malloc",
                "--enable-native-access=hakmem.superslab",
                "-cp",
                jar(jars, PROGRAM)));
    }

    private static String jar(List<Path> jars, String module) {
        return jars.stream()
                .filter(jar -> jar.getFileName().toString().startsWith(module + "-"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no jar of " + module + " on the module path: start it with ./hakmem"))
                .toString();
    }

    private static List<Path> jars(Path entry) {
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(entry)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(entry, "*.jar")) {
                files.forEach(jars::add);
            } catch (IOException e) {
                throw new IllegalStateException("cannot list " + entry, e);
            }
        } else if (entry.toString().endsWith(".jar")) {
            jars.add(entry);
        }
        return jars;
    }
}
