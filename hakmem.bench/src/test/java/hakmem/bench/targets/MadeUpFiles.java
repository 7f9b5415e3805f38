package hakmem.bench.targets;

import hakmem.bench.recorded.RecordedFile;
import hakmem.bench.recorded.ResultReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Result files as a test wants them, written and read again. In their JSON ' stands for a quotation mark. */
final class MadeUpFiles {
    private final Path folder;
    private final List<RecordedFile> all = new ArrayList<>();

    MadeUpFiles(Path folder) {
        this.folder = folder;
    }

    /** Those read so far. */
    List<RecordedFile> all() {
        return all;
    }

    /** One of the command line. */
    void add(String name, String date, String... series) throws IOException {
        write(name, "{'environment':{'date':'%s'},'results':[%s]}".formatted(date, String.join(",", series)));
    }

    /** One with this text. */
    void write(String name, String text) throws IOException {
        all.add(ResultReader.read(Files.writeString(folder.resolve(name), text.replace('\'', '"'))));
    }

    /** Five rounds of a rate. */
    static String rate(String workload, int threads, String allocator, double figure, String more) {
        return series(workload, threads, allocator, "ops/s", figure, more);
    }

    static String series(String workload, int threads, String allocator, String unit, double figure, String more) {
        return "{'workload':'%s','allocator':'%s','threads':%d,'unit':'%s','rounds':[%s,%s,%s,%s,%s]%s}"
                .formatted(workload, allocator, threads, unit, figure, figure, figure, figure, figure, more);
    }

    static String memory(double mebibytes) {
        return ",'peakRssBytes':99999999,'peakRssAboveBaseBytes':" + (long) (mebibytes * (1 << 20));
    }

    static String jmh(String benchmark, String params, String figures, String more) {
        return ("{'benchmark':'hakmem.jmh.%s','mode':'avgt','threads':1,'params':{%s},"
                        + "'primaryMetric':{'score':1,'scoreUnit':'ns/op','rawData':[[%s]]},'secondaryMetrics':{%s}}")
                .formatted(benchmark, params, figures, more);
    }
}
