package hakmem.bench.page;

import hakmem.bench.page.Subject.Entry;
import hakmem.bench.recorded.RecordedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The report as one HTML page that needs nothing else: no network, no other file. Its own policy forbids all but its own style and
 * script, by their hashes, so that even a fault in escaping could not run anything.
 */
public final class Page {
    private Page() {}

    /**
     * Draws the page.
     *
     * @param files what was measured, at least one
     * @param baseLine the allocator to compare with; by default chosen for each workload
     * @return the text of the page
     */
    public static String draw(List<RecordedFile> files, Optional<String> baseLine) {
        Subject subject = Subject.of(files, baseLine);
        TargetsSection targets = new TargetsSection(files);
        Markup out = new Markup().doctype();
        out.open("html", "lang", "en");
        drawHead(out, subject);
        out.open("body").leaf("a", "To the figures", "class", "skip", "href", "#main");
        drawBanner(out, subject);
        drawNavigation(out, subject, !targets.isEmpty());
        out.open("main", "id", "main");
        new Overview(subject).draw(out);
        targets.draw(out);
        subject.entries().forEach(entry -> new WorkloadSection(subject, entry).draw(out));
        EnvironmentSection.draw(out, files);
        out.closeLine();
        drawFooter(out);
        out.close().closeLine();
        return out.toString();
    }

    private static void drawHead(Markup out, Subject subject) {
        String style = resource("page.css");
        String script = resource("page.js");
        String policy = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src '%s'; script-src '%s'"
                .formatted(hash(style), hash(script));
        out.open("head").empty("meta", "charset", "utf-8");
        out.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy);
        out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        out.empty("meta", "name", "color-scheme", "content", "light dark");
        out.leaf("title", title(subject));
        out.open("style").own(style).closeLine();
        out.open("script", "type", "module").own(script).closeLine();
        out.closeLine();
    }

    private static String title(Subject subject) {
        List<Entry> entries = subject.entries();
        return "hakmem: " + (entries.size() == 1 ? entries.getFirst().title() : entries.size() + " workloads")
                + ", measured";
    }

    private static void drawBanner(Markup out, Subject subject) {
        out.open("header", "class", "banner");
        out.open("div").leaf("p", "hakmem", "class", "wordmark");
        out.leaf("h1", "Off-heap allocators, measured side by side");
        out.open("p", "class", "where").text(where(subject.files()));
        out.close().close();
        out.leaf("button", "Light or dark", "type", "button", "id", "theme", "hidden", "hidden");
        out.closeLine();
    }

    /** Of the first file that tells the processor: JMH does not. */
    private static String where(List<RecordedFile> files) {
        Map<String, String> environment = files.stream()
                .map(RecordedFile::environment)
                .filter(each -> each.containsKey("processor"))
                .findFirst()
                .orElse(files.getFirst().environment());
        return Stream.of("processor", "cores", "os", "jdk", "date")
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .map(name -> environment.get(name) + (name.equals("cores") ? " cores" : ""))
                .collect(Collectors.joining(" · "));
    }

    private static void drawNavigation(Markup out, Subject subject, boolean hasTargets) {
        out.open("nav", "aria-label", "Workloads").open("ul");
        link(out, "overview", "All ratios");
        if (hasTargets) {
            link(out, TargetsSection.ID, "Targets");
        }
        subject.entries().forEach(entry -> link(out, entry.id(), entry.title()));
        link(out, "environment", "Environment");
        out.close().closeLine();
    }

    private static void link(Markup out, String target, String text) {
        out.open("li").leaf("a", text, "href", "#" + target).close();
    }

    private static void drawFooter(Markup out) {
        out.open("footer").open("p");
        out.text("Drawn by ")
                .leaf("code", "./hakmem report")
                .text(" from result files only. Allocators were interleaved,");
        out.text(" each round in a JVM of its own. Bars are medians, dots are rounds, lines run from min to max;");
        out.text(" a bar that is broken off goes on beyond the chart.");
        out.close().closeLine();
    }

    private static String resource(String name) {
        try (InputStream stream = Page.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) { // every JDK has it
            throw new IllegalStateException(e);
        }
    }
}
