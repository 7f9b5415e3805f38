package hakmem.bench.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.bench.recorded.SampleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresDocumentTest {
    private static final String BRIEF =
            "before\n<!-- figures: brief results/sample.json -->\nold\n<!-- end of figures -->\nafter\n";

    @TempDir
    Path folder;

    private Path document;

    @BeforeEach
    void aResultFile() throws IOException {
        document = folder.resolve("doc.md");
        SampleFile.write(Files.createDirectory(folder.resolve("results")).resolve("sample.json"));
    }

    private String generate(String text) throws IOException {
        FiguresDocument.read(Files.writeString(document, text)).write();
        return Files.readString(document);
    }

    @Test
    void whatIsBetweenTheMarkersIsReplacedAndNothingElse() throws IOException {
        String text = generate(BRIEF);

        assertThat(text)
                .startsWith("before\n<!-- figures: brief results/sample.json -->\n\n")
                .endsWith("\n\n<!-- end of figures -->\nafter\n")
                .contains("| `glibc-critical` | ", " | 1.00 | ", "| 1 thread | × | 2 threads | × | 4 threads | × |")
                .contains("[`results/sample.json`](results/sample.json)")
                .contains("./hakmem bench larson --allocators 'hakmem:*,glibc' --json 'it'\\''s.json'\n")
                .doesNotContain("old", "##", "\n\n\n");
    }

    @Test
    void aDocumentIsUpToDateOnceWrittenUntilItsFileChanges() throws IOException {
        Files.writeString(document, BRIEF);
        assertThat(FiguresDocument.read(document).isUpToDate()).isFalse();
        String text = generate(BRIEF);
        assertThat(FiguresDocument.read(document).isUpToDate()).isTrue();
        assertThat(generate(text)).isEqualTo(text);

        Path file = folder.resolve("results/sample.json");
        Files.writeString(file, Files.readString(file).replace("A processor of 2026", "Another"));

        assertThat(FiguresDocument.read(document).isUpToDate()).isFalse();
    }

    @Test
    void aPatternStandsForAllFilesEachUnderItsHeading() throws IOException {
        SampleFile.write(folder.resolve("results/another.json"));

        String text = generate("<!-- figures: full results/*.json -->\n<!-- end of figures -->\n");

        assertThat(text)
                .containsSubsequence(
                        "## another.json",
                        "### All ratios",
                        "| geometric mean |",
                        "### larson\n",
                        "### burst\n",
                        "- `tcmalloc` (larson): skipped: libtcmalloc\\_minimal.so.4 is not installed",
                        "- `shared` (larson with 2 threads): failed: a block was damaged",
                        "## sample.json");
    }

    @Test
    void targetsAreJudgedByAllFilesTogether() throws IOException {
        String larson = """
                {"environment":{},"results":[
                {"workload":"larson","allocator":"c:glibc","threads":1,"unit":"ops/s","rounds":[1]},
                {"workload":"larson","allocator":"hakmem","threads":1,"unit":"ops/s","rounds":[2]}]}
                """;
        Files.writeString(folder.resolve("results/native.json"), larson);

        String text = generate("<!-- figures: targets results/*.json -->\n<!-- end of figures -->\n");

        assertThat(text)
                .contains(
                        "| target | required | measured |  | how |\n|---|---|---|---|---|\n| larson, 1 thread, against the best"
                                + " peer callable from Java | ≥ 1.70× | 1.",
                        "| larson, 1 thread, against a C program with glibc | ≥ 1.00× | 2.00× | met | native.json, only 1 round |",
                        "Not in these files:\n\n- malloc + free in a loop",
                        "| larson, 4 threads | ",
                        " | glibc-critical | ",
                        "| geometric mean of all | ",
                        "| geometric mean without larson and latencies | ")
                .doesNotContain("\n\n\n");
        assertThat(generate(text)).isEqualTo(text);
    }

    @Test
    void manyVariantsAreRowsOfOneTableAndTheRestOfTheFiguresIsShown() throws IOException {
        StringBuilder series = new StringBuilder();
        for (int size = 1; size <= 3; size++) {
            for (String allocator : new String[] {"hakmem", "confined"}) {
                series.append("""
                        ,{"workload":"arenas","allocator":"%s","threads":1,"unit":"ns","rounds":[%d],"settings":{"size":%d},\
                        "details":{"nanos8Blocks":%d}}""".formatted(allocator, allocator.equals("hakmem") ? 10 : 40, size, 100 * size));
            }
        }
        Files.writeString(
                folder.resolve("results/many.json"),
                "{\"environment\":{},\"results\":[%s]}".formatted(series.substring(1)));

        String text = generate("<!-- figures: full results/many.json -->\n<!-- end of figures -->\n");

        assertThat(text)
                .contains(
                        "ns, less is better; × is the ratio to `confined`:\n\n|  | hakmem | × | confined | × |",
                        "| 1 thread, size 2 | 10.0 ns | 4.00 | 40.0 ns | 1.00 |",
                        "1 thread, size 3, in the round nearest to the median:\n\n| allocator | 8 blocks |",
                        "| `hakmem` | 300 ns |");
    }

    @Test
    void textFromAFileHasNoMeaningToMarkdown() throws IOException {
        Path file = folder.resolve("results/sample.json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("A processor of 2026", "<b>|\\n<!-- end of figures -->\\n[x](http://y) `z` ```")
                        .replace("\"glibc\"", "\"`evil`|<script>\"")
                        .replace("hakmem:*,glibc", "```\\n<!-- end of figures -->\\n"));

        String text = generate(BRIEF);

        assertThat(text)
                .contains("&lt;b&gt;\\|", "\\[x\\]", "| \\`evil\\`\\|&lt;script&gt; | ")
                .doesNotContain("<script>", "<b>");
        assertThat(text.lines().filter("<!-- end of figures -->"::equals)).hasSize(1);
        assertThat(generate(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing | there is no line such as <!-- figures: ",
                "<!-- figures: brief results/sample.json --> | do not end",
                "<!-- end of figures --> | end that did not begin",
                "<!-- figures: long results/sample.json --> | not understood",
                "<!-- figures: brief results/no.json -->~<!-- end of figures --> | no.json: there is no such file",
                "<!-- figures: brief results/*.txt -->~<!-- end of figures --> | there are no files results/*.txt",
                "<!-- figures: brief no/*.json -->~<!-- end of figures --> | there is no folder",
                "<!-- figures: brief doc.md -->~<!-- end of figures --> | not a result file: it is not JSON",
                "<!-- figures: brief results/sample.json -->~<!-- figures: brief results/sample.json --> | before others end",
            })
    void aDocumentThatCannotBeGeneratedIsRefusedAndLeftAsItIs(String text, String message) throws IOException {
        Files.writeString(document, text.replace('~', '\n') + "\n");

        assertThatThrownBy(() -> FiguresDocument.read(document))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aLinkToADocumentIsWrittenThrough() throws IOException {
        Files.writeString(document, BRIEF);
        Path link = Files.createSymbolicLink(folder.resolve("link.md"), document);

        FiguresDocument.read(link).write();

        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(document)).doesNotContain("old");
    }
}
