package hakmem.bench;

import hakmem.bench.workload.Larson;
import hakmem.bench.workload.Workload;
import hakmem.bench.workload.WorkloadOptions;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hakmem larson}. */
@Command(
        name = "larson",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares allocators with the Larson benchmark: a server whose threads replace blocks of random sizes in random"
                    + " slots, and are themselves replaced after 500,000 replacements by threads that go on with their slots.",
            "Each measurement runs in a JVM of its own; rounds are interleaved. Replacements per second are counted.",
            "The same as 'bench larson', with other sizes and numbers of blocks to choose."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./hakmem larson --threads 1,2 --seconds 5",
            "  ./hakmem larson -a hakmem,hakmem:fixed,hakmem:locked -b hakmem:locked",
            "  ./hakmem larson -a hakmem --native -b c:glibc",
            "  ./hakmem larson --verify --threads 32 --seconds 60 --rounds 1 -a 'hakmem:*'",
        })
final class LarsonCommand extends ComparisonCommand {
    @Option(
            names = {"-s", "--seconds"},
            paramLabel = "SECONDS",
            defaultValue = "0.5",
            description = "How long each measurement takes (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--min",
            paramLabel = "BYTES",
            defaultValue = "8",
            description = "The smallest block (default: ${DEFAULT-VALUE}).")
    private int minimum;

    @Option(
            names = "--max",
            paramLabel = "BYTES",
            defaultValue = "999",
            description = "The largest block (default: ${DEFAULT-VALUE}).")
    private int maximum;

    @Option(
            names = "--chunks",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Blocks live for each thread (default: ${DEFAULT-VALUE}).")
    private int chunks;

    LarsonCommand() {}

    @Override
    List<Workload> workloads() {
        return List.of(new Larson());
    }

    @Override
    WorkloadOptions options(Workload workload, int threads, long seed, boolean verify) {
        if (minimum < 2) {
            throw new IllegalArgumentException(
                    "the smallest block must be 2 bytes or more, for two are written: " + minimum);
        }
        return new WorkloadOptions(threads, seconds, minimum, maximum, chunks, seed, verify);
    }
}
