package hakmem.bench.run;

import hakmem.bench.workload.WorkloadOptions;

/**
 * One measurement: what a child JVM is told. Immutable.
 *
 * @param workload name of the workload
 * @param allocator name of the allocator
 * @param warmupSeconds how long the workload runs before, for the compilers; 0 for not at all
 * @param options what the workload is told
 */
public record RunSpec(String workload, String allocator, double warmupSeconds, WorkloadOptions options) {}
