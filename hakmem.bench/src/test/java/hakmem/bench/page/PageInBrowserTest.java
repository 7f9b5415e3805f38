package hakmem.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import hakmem.bench.recorded.RecordedFile;
import hakmem.bench.recorded.ResultReader;
import hakmem.bench.recorded.SampleFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as a browser shows it. Skipped where there is no browser, unless one is named by HAKMEM_BROWSER. */
class PageInBrowserTest {
    private static final int DESKTOP = 1280;
    private static final int ALLOCATORS = SampleFile.ALLOCATORS.size();

    @TempDir
    static Path folder;

    private static Chromium browser;
    private static RecordedFile sample;
    private static String page;

    @BeforeAll
    static void startTheBrowser() throws IOException, InterruptedException {
        Optional<Path> found = Chromium.find();
        assumeTrue(found.isPresent(), "no browser was found");
        System.out.println("seed " + SampleFile.SEED);
        sample = ResultReader.read(SampleFile.write(folder.resolve("sample.json")));
        page = Page.draw(List.of(sample), Optional.empty());
        browser = new Chromium(
                found.get(), Files.createDirectory(folder.resolve("profile")), folder.resolve("browser.log"));
    }

    @AfterAll
    static void endTheBrowser() throws InterruptedException {
        if (browser != null) {
            browser.end();
        }
    }

    private static void show(String text, int width, boolean dark) throws IOException, InterruptedException {
        browser.look(width, dark);
        browser.open(Files.writeString(folder.resolve("index.html"), text));
    }

    /** What probe.js finds in the page that is shown. */
    private static JsonObject look() throws IOException, InterruptedException {
        try (InputStream stream = PageInBrowserTest.class.getResourceAsStream("probe.js")) {
            String probe = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return JsonParser.parseString(browser.evaluate(probe)).getAsJsonObject();
        }
    }

    /** All that is wrong with the page that is shown; the charts are to be those of the sample. */
    private static List<String> problems() throws IOException, InterruptedException {
        JsonObject seen = look();
        List<String> problems = new ArrayList<>(browser.complaints());
        seen.getAsJsonArray("problems").forEach(problem -> problems.add(problem.getAsString()));
        // Larson with 1, 2 and 4 threads, three workloads with one number; speed and memory of each.
        expect(problems, seen, "barCharts", 12);
        expect(problems, seen, "bars", 12 * ALLOCATORS);
        // Larson over threads; malloc and free; resident and committed memory, the latter of hakmem's two only.
        expect(problems, seen, "lineCharts", 5);
        expect(problems, seen, "curves", 4 * ALLOCATORS + 2);
        expect(problems, seen, "dotRows", 6);
        expect(problems, seen, "dots", 6 * ALLOCATORS);
        // Ratios, targets, best peers, what is missing, one for each workload, latency, resident and committed memory.
        expect(problems, seen, "tables", 11);
        return problems;
    }

    private static void expect(List<String> problems, JsonObject seen, String what, int count) {
        if (seen.get(what).getAsInt() != count) {
            problems.add(what + ": " + seen.get(what) + " in place of " + count);
        }
    }

    @ParameterizedTest
    @CsvSource({"1280,false", "1280,true", "768,false", "390,true", "320,false"})
    void everyChartIsThereAndFitsLightAndDarkWideAndNarrow(int width, boolean dark)
            throws IOException, InterruptedException {
        show(page, width, dark);

        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1280,false", "390,true"})
    void everyWorkloadWithEveryAllocatorFitsTheSamePage(int width, boolean dark)
            throws IOException, InterruptedException {
        RecordedFile all = ResultReader.read(SampleFile.writeAll(folder.resolve("all.json")));
        show(Page.draw(List.of(all), Optional.empty()), width, dark);

        JsonObject seen = look();
        assertThat(browser.complaints()).isEmpty();
        assertThat(seen.getAsJsonArray("problems")).isEmpty();
        assertThat(seen.get("bars").getAsInt()).isGreaterThan(all.series().size()); // speed, and memory
    }

    @Test
    void theLengthOfABarIsItsMedian() throws IOException, InterruptedException {
        show(page, DESKTOP, false);

        JsonArray bars = look().getAsJsonArray("firstChart");
        assertThat(bars).hasSize(ALLOCATORS);
        double longest = bars.get(0).getAsJsonObject().get("width").getAsDouble();
        double best = median(bars.get(0));
        for (JsonElement bar : bars) {
            assertThat(bar.getAsJsonObject().get("width").getAsDouble() / longest)
                    .isCloseTo(median(bar) / best, within(0.01));
        }
    }

    private static double median(JsonElement bar) {
        String allocator = bar.getAsJsonObject().get("allocator").getAsString();
        return sample.series().stream()
                .filter(series -> series.workload().equals("larson")
                        && series.threads() == 1
                        && series.allocator().equals(allocator))
                .findFirst()
                .orElseThrow()
                .median();
    }

    @Test
    void theButtonTurnsLightToDarkAndBack() throws IOException, InterruptedException {
        show(page, DESKTOP, false);
        String background = "getComputedStyle(document.body).backgroundColor";
        String press = "document.getElementById('theme').click(); " + background;
        String light = browser.evaluate(background);

        String dark = browser.evaluate(press);

        assertThat(dark).isNotEqualTo(light);
        assertThat(look().getAsJsonArray("problems")).isEmpty();
        assertThat(browser.evaluate(press)).isEqualTo(light);
        browser.look(DESKTOP, true);
        assertThat(browser.evaluate(background)).isEqualTo(light);
    }

    @Test
    void anAllocatorOfTheLegendIsBroughtOutInAllCharts() throws IOException, InterruptedException {
        show(page, DESKTOP, false);
        String dimmed =
                "String([...new Set([...document.querySelectorAll('.dim')].map(e => e.dataset.allocator))].sort())";

        browser.evaluate("document.querySelector('.legend button[data-allocator=glibc]').click(); ''");
        String others = browser.evaluate(dimmed);
        browser.evaluate("document.querySelector('.legend button[data-allocator=glibc]').click(); ''");

        assertThat(others).isEqualTo("confined,glibc-critical,hakmem,hakmem:locked,netty-adaptive");
        assertThat(browser.evaluate(dimmed)).isEmpty();
    }

    @Test
    void onPaperItIsLightAndThereIsNothingToPress() throws IOException, InterruptedException {
        show(page, DESKTOP, true);
        browser.print();

        assertThat(browser.evaluate("getComputedStyle(document.querySelector('nav')).display"))
                .isEqualTo("none");
        assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(255, 255, 255)");
    }

    @Test
    void namesFromAFileAreShownAndDoNothing() throws IOException, InterruptedException {
        String evil = "</title></script><img src=x onerror=alert(1)><script>alert(2)</script>'\"><b>";
        String text = Files.readString(folder.resolve("sample.json"));
        JsonObject root = JsonParser.parseString(text).getAsJsonObject();
        root.getAsJsonObject("environment").addProperty("processor", evil);
        root.getAsJsonObject("environment").addProperty(evil, evil);
        root.getAsJsonArray("skipped").get(0).getAsJsonObject().addProperty("reason", evil);
        for (JsonElement series : root.getAsJsonArray("results")) {
            series.getAsJsonObject().addProperty("unit", evil);
            series.getAsJsonObject().getAsJsonObject("settings").addProperty(evil, evil);
            for (String name : List.of("workload", "allocator")) {
                String value = series.getAsJsonObject().get(name).getAsString();
                series.getAsJsonObject().addProperty(name, value + evil);
            }
        }
        Path file = Files.writeString(folder.resolve("evil.json"), root.toString());

        show(Page.draw(List.of(ResultReader.read(file)), Optional.empty()), DESKTOP, false);

        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.evaluate("String(document.querySelectorAll('img, iframe, object, link').length)"))
                .isEqualTo("0");
        assertThat(browser.evaluate("String(document.scripts.length)")).isEqualTo("1");
        assertThat(browser.evaluate("document.body.innerText")).contains("larson" + evil);
        browser.look(390, false);
        assertThat(look().get("overflow").getAsDouble()).isLessThanOrEqualTo(0);
    }

    /** What the checks above would miss if they did not look. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<rect class=\"median\"=><rect class=\"none\"",
                "class=\"curve\"=>class=\"none\"",
                "class=\"marker\"=>class=\"marker\" transform=\"scale(0)\"",
                "class=\"figure\"=>class=\"figure\" dx=\"-420\"",
                "<main id=\"main\">=><main id=\"main\"><pre class=\"wide\">.</pre><svg width=\"3000\"></svg>",
                "const root=>undefined.fault; const root",
                "<footer>=><img src=\"http://localhost:9/x.png\"><footer>",
                "--soft: #645f57=>--soft: #aaa",
                "<title id==><desc id=",
            })
    void aBrokenPageIsFoundOut(String change) throws IOException, InterruptedException {
        String[] parts = change.split("=>", 2);
        assertThat(page).contains(parts[0]);
        String broken = page.replace(parts[0], parts[1]);

        // Without the policy, which would report any change of style and script by itself.
        show(broken.replaceFirst("<meta http-equiv[^>]*>", ""), DESKTOP, false);

        assertThat(problems()).isNotEmpty();
    }

    @Test
    void aScriptThatIsNotThePagesOwnDoesNotRun() throws IOException, InterruptedException {
        show(page.replace("<footer>", "<script>document.title = 'taken'</script><footer>"), DESKTOP, false);

        assertThat(browser.evaluate("document.title")).startsWith("hakmem");
        assertThat(browser.complaints()).anyMatch(complaint -> complaint.contains("Content Security Policy"));
    }
}
