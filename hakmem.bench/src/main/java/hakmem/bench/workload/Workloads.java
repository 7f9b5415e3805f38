package hakmem.bench.workload;

import java.util.List;

/** The workloads known by name. */
public final class Workloads {
    private static final List<Workload> ALL = List.of(new Larson(), new SlabTraffic());

    private Workloads() {}

    /**
     * Finds a workload.
     *
     * @param name its name
     * @return the workload
     * @throws IllegalArgumentException if the name is unknown
     */
    public static Workload find(String name) {
        return ALL.stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown workload \"" + name + "\""));
    }
}
