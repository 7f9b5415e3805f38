package hakmem.bench.page;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless browser with one tab, told what to do by the DevTools protocol over a pair of pipes: no port is opened. It remembers
 * what pages complain of. For one thread.
 */
final class Chromium {
    /** Set where a browser is expected: then a missing one is a failure. */
    private static final String BROWSER = "HAKMEM_BROWSER";

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

    /** The browser reads from descriptor 3 and writes to 4; a process of Java has only 0 and 1 to give. */
    private static final String PIPES = "exec \"$0\" \"$@\" 3<&0 4>&1 1>&2 </dev/null";

    /** How often a second is waited for an answer; one in which this process was stopped counts once. */
    private static final int PATIENCE = 120;

    private final Process process;
    private final BlockingQueue<JsonObject> arrived = new LinkedBlockingQueue<>();
    private final List<JsonObject> events = new ArrayList<>();
    private final String session;
    private int calls;

    /**
     * Starts it.
     *
     * @param browser the program
     * @param profile a folder of its own, empty
     * @param log a file for what it prints
     */
    Chromium(Path browser, Path profile, Path log) throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        "sh",
                        "-c",
                        PIPES,
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-pipe",
                        "about:blank")
                .redirectError(log.toFile())
                .start();
        Thread.ofVirtual().start(this::receive);
        JsonObject target = new JsonObject();
        target.addProperty("url", "about:blank");
        String id = call("Target.createTarget", target, null).get("targetId").getAsString();
        JsonObject attach = new JsonObject();
        attach.addProperty("targetId", id);
        attach.addProperty("flatten", true);
        session = call("Target.attachToTarget", attach, null).get("sessionId").getAsString();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", new JsonObject());
        }
    }

    /** Finds the browser of this machine. */
    static Optional<Path> find() {
        String named = System.getenv(BROWSER);
        if (named != null && !named.isEmpty()) {
            return Optional.of(Path.of(named)); // starting it fails if it is not there
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Makes the window so wide, and the system's wish light or dark. */
    void look(int width, boolean dark) throws InterruptedException {
        call(
                "Emulation.setDeviceMetricsOverride",
                JsonParser.parseString("{\"width\":%d,\"height\":900,\"deviceScaleFactor\":1,\"mobile\":%b}"
                                .formatted(width, width < 600))
                        .getAsJsonObject());
        call("Emulation.setEmulatedMedia", media("", dark));
    }

    /** Shows the page as it is on paper. */
    void print() throws InterruptedException {
        call("Emulation.setEmulatedMedia", media("print", false));
    }

    private static JsonObject media(String medium, boolean dark) {
        return JsonParser.parseString(
                        "{\"media\":\"%s\",\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}"
                                .formatted(medium, dark ? "dark" : "light"))
                .getAsJsonObject();
    }

    /** Loads a page, and forgets what others complained of. */
    void open(Path page) throws InterruptedException {
        events.clear();
        JsonObject where = new JsonObject();
        where.addProperty("url", page.toUri().toString());
        call("Page.navigate", where);
        while (events.stream().noneMatch(event -> method(event).equals("Page.loadEventFired"))) {
            events.add(next());
        }
    }

    /** Runs a script in the page; its result is to be a text. */
    String evaluate(String script) throws InterruptedException {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("expression", script);
        parameters.addProperty("returnByValue", true);
        JsonObject answer = call("Runtime.evaluate", parameters);
        if (answer.has("exceptionDetails")) {
            throw new AssertionError("the script failed: " + answer.get("exceptionDetails"));
        }
        return answer.getAsJsonObject("result").get("value").getAsString();
    }

    /** What the page complained of: the console, the log, exceptions, dialogs, and each thing it loaded but itself. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (JsonObject event : events) {
            switch (method(event)) {
                case "Runtime.consoleAPICalled",
                        "Runtime.exceptionThrown",
                        "Log.entryAdded",
                        "Page.javascriptDialogOpening" -> complaints.add(event.toString());
                case "Network.requestWillBeSent" -> {
                    JsonObject request = event.getAsJsonObject("params");
                    if (!request.get("type").getAsString().equals("Document")) {
                        complaints.add(event.toString());
                    }
                }
                default -> {}
            }
        }
        return complaints;
    }

    /** Ends it, one way or the other. */
    void end() throws InterruptedException {
        send("Browser.close", new JsonObject(), null);
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    private JsonObject call(String method, JsonObject parameters) throws InterruptedException {
        return call(method, parameters, session);
    }

    private JsonObject call(String method, JsonObject parameters, String inSession) throws InterruptedException {
        int id = send(method, parameters, inSession);
        while (true) {
            JsonObject message = next();
            if (!message.has("id")) {
                events.add(message);
            } else if (message.get("id").getAsInt() == id) {
                if (message.has("error")) {
                    throw new AssertionError(method + ": " + message.get("error"));
                }
                return message.getAsJsonObject("result");
            }
        }
    }

    private int send(String method, JsonObject parameters, String inSession) {
        JsonObject message = new JsonObject();
        message.addProperty("id", ++calls);
        message.addProperty("method", method);
        message.add("params", parameters);
        if (inSession != null) {
            message.addProperty("sessionId", inSession);
        }
        try {
            OutputStream out = process.getOutputStream();
            out.write((message + "\0").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the browser has ended", e);
        }
        return calls;
    }

    private JsonObject next() throws InterruptedException {
        for (int second = 0; second < PATIENCE; second++) {
            JsonObject message = arrived.poll(1, TimeUnit.SECONDS);
            if (message != null) {
                return message;
            }
            if (!process.isAlive() && arrived.isEmpty()) {
                throw new AssertionError("the browser has ended with exit code " + process.exitValue());
            }
        }
        throw new AssertionError("the browser does not answer");
    }

    /** Messages end with a zero byte. */
    private void receive() {
        try (InputStream in = process.getInputStream()) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                for (int index = 0; index < count; index++) {
                    if (buffer[index] != 0) {
                        message.write(buffer[index]);
                    } else {
                        arrived.add(JsonParser.parseString(message.toString(StandardCharsets.UTF_8))
                                .getAsJsonObject());
                        message.reset();
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // whoever waits finds the browser ended
        }
    }

    private static String method(JsonObject event) {
        return event.get("method").getAsString();
    }
}
