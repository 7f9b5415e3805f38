package hakmem.bench;

import hakmem.bench.report.Environment;
import hakmem.bench.report.ResultFile;
import hakmem.bench.report.ResultTable;
import hakmem.bench.report.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * Prints the table and writes the file, once: at the end of the run, or when the process is ended before it. Safe for use by
 * several threads.
 */
final class ComparisonReport {
    private final Results results;
    private final String baseLine;
    private final Environment environment;
    private final Optional<ResultFile> file;
    private final PrintWriter out;
    private final PrintWriter err;
    private boolean done;

    ComparisonReport(
            Results results,
            String baseLine,
            Environment environment,
            Optional<ResultFile> file,
            PrintWriter out,
            PrintWriter err) {
        this.results = results;
        this.baseLine = baseLine;
        this.environment = environment;
        this.file = file;
        this.out = out;
        this.err = err;
    }

    /**
     * Reports what there is.
     *
     * @return false if the file could not be written
     */
    synchronized boolean finish() {
        if (done) {
            return true;
        }
        done = true;
        out.print(ResultTable.draw(results, baseLine));
        out.flush();
        if (file.isPresent()) {
            try {
                file.get().write(environment, results);
            } catch (IOException e) {
                err.println("hakmem: the results could not be written: " + e);
                err.flush();
                return false;
            }
        }
        return true;
    }
}
