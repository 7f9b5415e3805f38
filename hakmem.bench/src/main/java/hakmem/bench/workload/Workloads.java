package hakmem.bench.workload;

import java.util.List;
import java.util.stream.Collectors;

/** The workloads known by name. */
public final class Workloads {
    private static final List<Workload> ALL = List.of(
            new Larson(),
            Larson.sized(),
            Larson.latency(),
            new AllocTest(),
            SmartHeap.sh6(),
            SmartHeap.sh8(),
            new XMalloc(),
            CacheLines.scratch(),
            CacheLines.thrash(),
            new MStress(),
            new RpTest(),
            new GlibcSimple(),
            new GlibcThread(),
            new MLeak(),
            new MallocLarge(),
            Buffers.throughput(),
            Buffers.latency(),
            new IdleOwner(),
            new Burst(),
            new VirtualThreads(),
            new ArenaNesting(),
            new StringLength(),
            new SlabTraffic());

    private Workloads() {}

    /**
     * All of them, in the order they are run in.
     *
     * @return the workloads
     */
    public static List<Workload> all() {
        return ALL;
    }

    /**
     * Finds a workload.
     *
     * @param name its name
     * @return the workload
     * @throws IllegalArgumentException if the name is unknown; the message lists those that are known
     */
    public static Workload find(String name) {
        return ALL.stream()
                .filter(workload -> workload.info().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown workload \"%s\"; known are %s"
                        .formatted(
                                name,
                                ALL.stream()
                                        .map(workload -> workload.info().name())
                                        .collect(Collectors.joining(", ")))));
    }
}
