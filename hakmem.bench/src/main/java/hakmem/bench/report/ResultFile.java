package hakmem.bench.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The file that results are kept in. It is written whole or not at all: readers never see a part. */
public final class ResultFile {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private record Content(
            Environment environment,
            List<Series> results,
            List<Results.Missing> skipped,
            List<Results.Missing> failed) {}

    private final Path path;

    private ResultFile(Path path) {
        this.path = path;
    }

    /**
     * Makes sure that a file can be written, before a long run begins. An existing file is left as it is.
     *
     * @param path where
     * @return the file
     * @throws IOException if it cannot be written; the message says why
     */
    public static ResultFile prepare(Path path) throws IOException {
        Path target =
                Files.isRegularFile(path) ? path.toRealPath() : path.toAbsolutePath(); // a link is kept, not replaced
        if (Files.isDirectory(target)) {
            throw new IOException(path + " is a directory");
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new IOException(path + " cannot be written to");
        }
        if (!isDevice(target)) {
            if (!Files.isDirectory(target.getParent())) {
                throw new IOException("there is no folder " + target.getParent());
            }
            try {
                Files.delete(Files.createTempFile(target.getParent(), ".hakmem", ".json"));
            } catch (IOException e) {
                throw new IOException("no file can be made in " + target.getParent(), e);
            }
        }
        return new ResultFile(target);
    }

    /**
     * Writes the results.
     *
     * @param environment where they come from
     * @param results what there is
     * @throws IOException if it cannot be written; what was there before is then still there
     */
    public void write(Environment environment, Results results) throws IOException {
        write(toJson(environment, results));
    }

    /**
     * Writes what no workload found.
     *
     * @param environment where it comes from
     * @param findings what there is
     * @throws IOException if it cannot be written; what was there before is then still there
     */
    public void write(Environment environment, Findings findings) throws IOException {
        write(toJson(environment, findings));
    }

    private void write(String text) throws IOException {
        if (isDevice(path)) {
            Files.writeString(path, text);
            return;
        }
        // Not createTempFile(), whose files nobody but their owner may read.
        Path temporary = path.resolveSibling(
                path.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.writeString(temporary, text);
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The text of the file. */
    static String toJson(Environment environment, Results results) {
        return GSON.toJson(new Content(environment, results.series(), results.skipped(), results.failed())) + "\n";
    }

    /** The text of the file. */
    static String toJson(Environment environment, Findings findings) {
        return GSON.toJson(new Content(environment, findings.series(), List.of(), List.of())) + "\n";
    }

    /** A pipe or a device such as /dev/stdout cannot be replaced by a file. */
    private static boolean isDevice(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path);
    }
}
