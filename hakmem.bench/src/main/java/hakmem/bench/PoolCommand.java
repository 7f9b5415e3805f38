package hakmem.bench;

import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.workload.SlabTraffic;
import hakmem.bench.workload.Workload;
import hakmem.bench.workload.WorkloadOptions;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** {@code hakmem pool}. */
@Command(
        name = "pool",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        defaultValueProvider = PoolCommand.Defaults.class,
        description = {
            "Compares pool strategies: threads acquire and release slabs, and do nothing else. Acquisitions and releases per"
                    + " second are counted, and below the table which stage served them and how many compare-and-sets"
                    + " were lost.",
            "Each measurement runs in a JVM of its own; rounds are interleaved."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./hakmem pool",
            "  ./hakmem pool --threads 1,2,4,8 --seconds 2 --json pool.json",
            "  ./hakmem pool --allocators pool:recycling,pool:recycling@mapped --classes 1",
        })
final class PoolCommand extends ComparisonCommand {
    /** What other commands compare is not what this one does. */
    static final class Defaults implements IDefaultValueProvider {
        @Override
        public String defaultValue(ArgSpec argument) {
            return switch (argument instanceof OptionSpec option ? option.longestName() : "") {
                case "--allocators" -> PeerCatalog.ALL_POOLS;
                case "--baseline" -> PeerCatalog.POOL + ":locked";
                case "--threads" -> "1,2,4,8";
                default -> null;
            };
        }
    }

    @Option(
            names = {"-s", "--seconds"},
            paramLabel = "SECONDS",
            defaultValue = "0.5",
            description = "How long each measurement takes (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--classes",
            paramLabel = "N",
            defaultValue = "8",
            description = "Size classes slabs are acquired for, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int classes;

    @Option(
            names = "--slots",
            paramLabel = "N",
            defaultValue = "64",
            description = "Slots of each thread, half of which hold a slab (default: ${DEFAULT-VALUE}).")
    private int slots;

    PoolCommand() {}

    @Override
    List<Workload> workloads() {
        return List.of(new SlabTraffic());
    }

    @Override
    boolean accepts(String allocator) {
        return PeerCatalog.isPool(allocator) || allocator.equals(PeerCatalog.NONE);
    }

    @Override
    WorkloadOptions options(Workload workload, int threads, long seed, boolean verify) {
        if (classes < 1 || classes > 1000) {
            throw new IllegalArgumentException("--classes must be 1 to 1000: " + classes);
        }
        int first = SlabTraffic.FIRST_CLASS;
        return new WorkloadOptions(threads, seconds, first, first + classes - 1, slots, seed, verify);
    }
}
