package hakmem.bench;

import hakmem.bench.document.FiguresDocument;
import hakmem.bench.document.TargetText;
import hakmem.bench.page.Page;
import hakmem.bench.recorded.BadResultFileException;
import hakmem.bench.recorded.RecordedFile;
import hakmem.bench.recorded.RecordedSeries;
import hakmem.bench.recorded.ResultReader;
import java.io.IOException;
import java.io.PrintWriter;
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
            "Draws a page from result files, those that --json writes: DIR/index.html, one file with everything in it."
                    + " Or writes the figures of result files into Markdown documents, between the lines",
            "  <!-- figures: brief results/larson.json -->",
            "  <!-- end of figures -->",
            "where full in place of brief has headings and all ratios, targets judges what the project set itself to reach,"
                    + " and the path, which may end with *.json, starts at the document's folder.",
            "Result files of JMH (./hakmem jmh ... -rf json -rff FILE) can be among them.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./hakmem report --targets docs/results/*.json",
            "  ./hakmem report docs/results/*.json -o target/report",
            "  ./hakmem report larson.json -o report --baseline netty-adaptive",
            "  ./hakmem report --into README.md --into docs/benchmarks.md",
        })
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "RESULTS.json",
            arity = "0..*",
            description = "Result files, for the page and for --targets.")
    private List<Path> paths;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The folder for the page, index.html; made if it is missing.")
    private Path folder;

    @Option(
            names = "--targets",
            description = "Print the targets with what the result files hold of them, in Markdown.")
    private boolean targets;

    @Option(
            names = {"-b", "--baseline"},
            paramLabel = "NAME",
            description = "The allocator the others are compared with on the page (default: glibc-critical where it was"
                    + " measured; for pools pool:locked).")
    private String baseLine;

    @Option(
            names = "--into",
            paramLabel = "DOCUMENT.md",
            description = "A document to write figures into; may be given several times.")
    private List<Path> documents;

    @Option(
            names = "--check",
            description = "Write no document; exit code 1 if one does not say what its result files hold.")
    private boolean check;

    @Override
    public Integer call() {
        boolean hasPage = folder != null;
        if ((hasPage || targets) && paths == null) {
            throw refused(hasPage ? "which result files is the page to show?" : "--targets: of which result files?");
        }
        if (!hasPage && !targets && paths != null) {
            throw refused("-o DIR: where is the page to be written?");
        }
        if (paths == null && documents == null) {
            throw refused("what is to be written? RESULTS.json -o DIR for a page, --into DOCUMENT.md for a document");
        }
        if (check && documents == null) {
            throw refused("--check is about documents: --into DOCUMENT.md");
        }
        List<RecordedFile> files = new ArrayList<>();
        for (Path path : paths == null ? List.<Path>of() : paths) {
            files.add(read(path));
        }
        if (hasPage) {
            writePage(files);
        }
        if (targets) {
            say(TargetText.of(files).stripTrailing());
        }
        boolean upToDate = true;
        for (Path document : documents == null ? List.<Path>of() : documents) {
            upToDate &= update(document);
        }
        return upToDate ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void writePage(List<RecordedFile> files) {
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
        say(page.toString());
    }

    /** Whether the document is right, or is right now. */
    private boolean update(Path path) {
        try {
            FiguresDocument document = FiguresDocument.read(path);
            if (document.isUpToDate()) {
                say(path + " is as its result files say");
            } else if (check) {
                PrintWriter err = spec.commandLine().getErr();
                err.println("hakmem: " + path + " is not as its result files say: ./hakmem report --into " + path);
                err.flush();
                return false;
            } else {
                document.write();
                say(path + " written");
            }
            return true;
        } catch (IOException e) {
            throw refused("--into: " + e.getMessage());
        }
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
                .map(RecordedSeries::allocator)
                .distinct()
                .toList();
        if (!measured.contains(baseLine)) {
            throw refused(
                    "--baseline: \"" + baseLine + "\" was not measured; there are " + String.join(", ", measured));
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
