/**
 * The command line: workloads, the allocators they are run against, and the report.
 *
 * <p><b>Promises.</b> Each measurement runs in a JVM of its own, so that what one allocator did to the just-in-time
 * compiler or to the process does not show in the figures of another; rounds are interleaved. An allocator that cannot
 * be measured is reported as skipped, with the reason. Nothing here is for other modules to call: the module exports no
 * package.
 *
 * <p><b>Needs.</b> {@code hakmem.api} and, at run time, an implementation of it ({@code hakmem.malloc}) on the module
 * path; {@code hakmem.sharedpool} and {@code hakmem.superslab} to list strategies and memory sources; native access, to
 * write to raw addresses and to call {@code malloc}.
 *
 * <p><b>Example.</b>
 * {@snippet lang="shell" :
 * ./hakmem bench --list
 * ./hakmem bench larson buffers --threads 1,2 --allocators hakmem,glibc-critical --json result.json
 * }
 */
module hakmem.bench {
    requires HdrHistogram;
    requires com.google.gson;
    requires hakmem.api;
    requires hakmem.sharedpool;
    requires info.picocli;
    requires io.netty.buffer;
    requires io.netty.common;
    requires jdk.management;
    requires jdk.unsupported;
    requires me.tongfei.progressbar;

    // picocli fills options and gson fills records by reflection
    opens hakmem.bench to
            info.picocli;
    opens hakmem.bench.report to
            com.google.gson;
    opens hakmem.bench.run to
            com.google.gson;
    opens hakmem.bench.workload to
            com.google.gson;
}
