package hakmem.bench;

import hakmem.api.Allocator;
import hakmem.api.AllocatorStats;
import hakmem.api.Hakmem;
import hakmem.bench.report.Environment;
import hakmem.bench.report.Findings;
import hakmem.bench.report.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hakmem metadata}. */
@Command(
        name = "metadata",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows what the allocator's own state takes on the Java heap, against the memory it has committed, for blocks of"
                    + " several sizes.",
            "The part that is there from the start, above all the table of the region's slabs, is counted once; the last column"
                    + " is what the blocks added."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./hakmem metadata --live 256 64 256", "  ./hakmem metadata --json docs/results/metadata.json"})
final class MetadataCommand implements Callable<Integer> {
    private static final long MIB = 1 << 20;
    private static final int LARGEST = 1 << 20;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "BYTES",
            arity = "0..*",
            defaultValue = "16 64 256 1024 4096 16384",
            split = " ",
            description = "Sizes of blocks (default: ${DEFAULT-VALUE}).")
    private List<Integer> sizes;

    @Option(
            names = "--live",
            paramLabel = "MIB",
            defaultValue = "64",
            description = "MiB of live blocks (default: ${DEFAULT-VALUE}).")
    private int live;

    @Option(
            names = {"-j", "--json"},
            paramLabel = "FILE",
            description = "Write the shares there as well.")
    private Path json;

    @Override
    public Integer call() throws IOException {
        if (live < 1 || live > 1 << 14) {
            throw new ParameterException(spec.commandLine(), "--live must be 1 to 16384 MiB: " + live);
        }
        for (int size : sizes) {
            if (size < 1 || size > LARGEST) {
                throw new ParameterException(
                        spec.commandLine(), "a block must have 1 to " + LARGEST + " bytes: " + size);
            }
        }
        Optional<ResultFile> file = ComparisonOptions.prepare(spec.commandLine(), json);
        Findings findings = new Findings("metadata", "%");
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%10s %12s %12s %12s %10s %10s%n", "block", "live MiB", "committed", "metadata", "of it", "added");
        for (int size : sizes) {
            Overhead overhead = Overhead.measure(size, live * MIB);
            print(out, size, overhead);
            findings.add(
                    "hakmem",
                    Map.of("size", size, "liveMiB", live),
                    List.of(100 * overhead.addedShare()),
                    Map.of("percentInAll", String.format(Locale.ROOT, "%.2f", 100 * overhead.share())));
        }
        out.flush();
        if (file.isPresent()) {
            file.get()
                    .write(Environment.look(spec.commandLine().getParseResult().originalArgs()), findings);
        }
        return CommandLine.ExitCode.OK;
    }

    private static void print(PrintWriter out, int size, Overhead overhead) {
        out.printf(
                Locale.ROOT,
                "%8d B %12.1f %8.1f MiB %8.2f MiB %8.2f %% %8.2f %%%n",
                size,
                overhead.full().liveBytes() / (double) MIB,
                overhead.full().committedBytes() / (double) MIB,
                overhead.full().metadataBytes() / (double) MIB,
                100 * overhead.share(),
                100 * overhead.addedShare());
    }

    /**
     * What an allocator says of itself before and after it has given out blocks of one size.
     *
     * @param empty before
     * @param full after
     */
    record Overhead(AllocatorStats empty, AllocatorStats full) {
        /** Fills an allocator of its own, and gives everything back. */
        static Overhead measure(int blockSize, long liveBytes) {
            long[] blocks = new long[Math.toIntExact(Math.max(1, liveBytes / blockSize))];
            try (Allocator allocator = Hakmem.builder().build()) {
                AllocatorStats empty = allocator.stats();
                for (int i = 0; i < blocks.length; i++) {
                    blocks[i] = allocator.malloc(blockSize);
                }
                Overhead overhead = new Overhead(empty, allocator.stats());
                for (long block : blocks) {
                    allocator.free(block);
                }
                return overhead;
            }
        }

        /** Metadata against committed memory. */
        double share() {
            return (double) full.metadataBytes() / full.committedBytes();
        }

        /** The metadata that was added against the memory that was. */
        double addedShare() {
            return (double) (full.metadataBytes() - empty.metadataBytes())
                    / (full.committedBytes() - empty.committedBytes());
        }
    }
}
