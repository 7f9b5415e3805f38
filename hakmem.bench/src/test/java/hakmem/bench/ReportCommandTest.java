package hakmem.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hakmem report} as it is called. */
class ReportCommandTest {
    private final Terminal terminal = new Terminal();

    @TempDir
    Path folder;

    @Test
    void theReportIsOnePageInAFolderMadeForIt() throws Exception {
        Path page = folder.resolve("new/report/index.html");

        int exit = terminal.execute(
                "report",
                "../docs/results/larson.json",
                "-b",
                "confined",
                "-o",
                page.getParent().toString());

        assertThat(terminal.err()).isEmpty();
        assertThat(exit).isZero();
        assertThat(terminal.out().strip()).isEqualTo(page.toString());
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").contains("1× confined", "netty-adaptive");
    }

    @Test
    void aDocumentThatSaysAnythingElseThanItsFilesIsFoundOut() throws Exception {
        Path results = Path.of("../docs/results/larson.json");
        Files.copy(results, folder.resolve("larson.json"));
        Path document = Files.writeString(
                folder.resolve("doc.md"), "<!-- figures: brief larson.json -->\n<!-- end of figures -->\n");

        assertThat(terminal.execute("report", "--check", "--into", document.toString()))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("is not as its result files say: ./hakmem report --into " + document);
        assertThat(terminal.execute("report", "--into", document.toString())).isZero();
        assertThat(terminal.execute("report", "--check", "--into", document.toString()))
                .isZero();
        assertThat(Files.readString(document)).contains("| `confined` |");
    }

    @Test
    void targetsArePrintedInMarkdown() {
        assertThat(terminal.call("report --targets ../docs/results/larson.json"))
                .isZero();
        assertThat(terminal.out())
                .contains(
                        "| larson, 1 thread, against the best peer callable from Java | ≥ 1.70× | ",
                        "| larson, 2 threads | ");
    }

    @Test
    void metadataIsShownForEachSizeAskedAndKeptInAFileThatTargetsReads() {
        Path file = folder.resolve("metadata.json");
        assertThat(terminal.execute("metadata", "--live", "2", "--json", file.toString(), "64", "4096"))
                .isZero();
        assertThat(terminal.out()).contains("added", "      64 B ", "    4096 B ");

        assertThat(terminal.execute("report", "--targets", file.toString())).isZero();
        assertThat(terminal.out())
                .contains(
                        "| metadata of blocks of 64 B, against what they commit | ≤ 4.00 % | ",
                        " at 2 MiB live; metadata.json |");
    }
}
