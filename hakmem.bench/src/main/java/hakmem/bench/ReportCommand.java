package hakmem.bench;

import hakmem.bench.page.Page;
import hakmem.bench.recorded.BadResultFileException;
import hakmem.bench.recorded.RecordedFile;
import hakmem.bench.recorded.ResultReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hakmem report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Draws a page from result files, those that --json writes: DIR/index.html, one file with everything in it.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./hakmem report docs/results/*.json -o target/report",
            "  ./hakmem report larson.json -o report --baseline netty-adaptive",
        })
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RESULTS.json", arity = "1..*", description = "Result files.")
    private List<Path> paths;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "The folder for index.html; made if it is missing.")
    private Path folder;

    @Option(
            names = {"-b", "--baseline"},
            paramLabel = "NAME",
            description = "The allocator the others are compared with (default: glibc-critical where it was measured;"
                    + " for pools pool:locked).")
    private String baseLine;

    @Override
    public Integer call() {
        List<RecordedFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(read(path));
        }
        if (baseLine != null) {
            requireMeasured(files);
        }
        Path page = folder.resolve("index.html");
        try {
            Files.createDirectories(folder);
            Files.writeString(page, Page.draw(files, Optional.ofNullable(baseLine)));
        } catch (IOException e) {
            throw refused("-o: " + page + " cannot be written: " + e);
        }
        spec.commandLine().getOut().println(page);
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }

    private RecordedFile read(Path path) {
        try {
            return ResultReader.read(path);
        } catch (BadResultFileException e) {
            throw refused(e.getMessage());
        }
    }

    private void requireMeasured(List<RecordedFile> files) {
        List<String> measured = files.stream()
                .flatMap(file -> file.series().stream())
                .map(series -> series.allocator())
                .distinct()
                .toList();
        if (!measured.contains(baseLine)) {
            throw refused(
                    "--baseline: \"" + baseLine + "\" was not measured; there are " + String.join(", ", measured));
        }
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
