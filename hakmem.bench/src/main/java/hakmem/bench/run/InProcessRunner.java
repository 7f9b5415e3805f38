package hakmem.bench.run;

import hakmem.bench.peer.Peer;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.peer.PeerFaultException;
import hakmem.bench.peer.PeerUnavailableException;
import hakmem.bench.workload.Outcome;
import hakmem.bench.workload.ResidentMemory;
import hakmem.bench.workload.Workload;
import hakmem.bench.workload.WorkloadInfo.Trait;
import hakmem.bench.workload.WorkloadOptions;
import hakmem.bench.workload.Workloads;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Runs measurements in this JVM. That is what a child does with its one measurement; with several, each leaves its traces in the
 * compilers' profiles and the process's memory, and the figures of the next are not to be trusted.
 */
public final class InProcessRunner implements Runner {
    /* A workload that is not timed is warmed up by small runs of it, each larger than the one before. */
    private static final double FIRST_WARMUP_PART = 1.0 / 256;

    @Override
    public RunResult run(RunSpec spec) throws InterruptedException {
        try (Peer peer = PeerCatalog.find(spec.allocator()).open()) {
            return run(spec, Workloads.find(spec.workload()), peer);
        } catch (PeerUnavailableException e) {
            return RunResult.skipped(e.getMessage());
        } catch (PeerFaultException e) {
            return RunResult.failed(e.getMessage());
        } catch (RuntimeException | Error e) { // the report goes on without this allocator, and says so
            return RunResult.failed(describe(e));
        }
    }

    static RunResult run(RunSpec spec, Workload workload, Peer peer) throws InterruptedException {
        Optional<String> refusal = workload.refuses(peer);
        if (refusal.isPresent()) {
            return RunResult.skipped(refusal.get());
        }
        warmUp(spec, workload, peer);
        MemorySampler sampler = new MemorySampler(peer, workload.info().is(Trait.WATCHES_MEMORY));
        sampler.start();
        Outcome outcome;
        try {
            outcome = workload.run(peer, spec.options());
        } finally {
            sampler.stop();
        }
        Map<String, Object> details = new LinkedHashMap<>(outcome.details());
        details.putAll(peer.finish());
        return RunResult.of(new Measurement(
                outcome.value(),
                outcome.operations(),
                outcome.nanos(),
                ResidentMemory.peakBytes(),
                sampler.peakCommitted(),
                outcome.garbageBytes() < 0 || outcome.operations() == 0
                        ? null
                        : (double) outcome.garbageBytes() / outcome.operations(),
                sampler.resident(),
                sampler.committed(),
                outcome.latency().orElse(null),
                details));
    }

    private static void warmUp(RunSpec spec, Workload workload, Peer peer) throws InterruptedException {
        if (spec.warmupSeconds() <= 0 || workload.info().is(Trait.STARTS_COLD)) {
            return;
        }
        WorkloadOptions options = spec.options();
        if (workload.info().is(Trait.TIMED)) {
            workload.run(peer, options.withSeconds(spec.warmupSeconds()));
            return;
        }
        double scale = options.scale() * FIRST_WARMUP_PART;
        long begin = System.nanoTime();
        long part = 0;
        for (long spent = 0; spent < spec.warmupSeconds() * 1e9; spent = System.nanoTime() - begin) {
            if (part * 8 < spec.warmupSeconds() * 1e9) {
                scale = Math.min(options.scale(), scale * 2);
            }
            long started = System.nanoTime();
            workload.run(peer, options.withScale(scale));
            part = System.nanoTime() - started;
        }
    }

    private static String describe(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return e + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
