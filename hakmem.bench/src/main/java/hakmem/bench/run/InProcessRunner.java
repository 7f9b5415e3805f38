package hakmem.bench.run;

import hakmem.bench.peer.Peer;
import hakmem.bench.peer.PeerCatalog;
import hakmem.bench.peer.PeerFaultException;
import hakmem.bench.peer.PeerUnavailableException;
import hakmem.bench.workload.Outcome;
import hakmem.bench.workload.Workload;
import hakmem.bench.workload.Workloads;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Runs measurements in this JVM. That is what a child does with its one measurement; with several, each leaves its traces in the
 * compilers' profiles and the process's memory, and the figures of the next are not to be trusted.
 */
public final class InProcessRunner implements Runner {
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
        if (spec.warmupSeconds() > 0) {
            workload.run(peer, spec.options().withSeconds(spec.warmupSeconds()));
        }
        Outcome outcome = workload.run(peer, spec.options());
        Map<String, Object> details = new LinkedHashMap<>(outcome.details());
        details.putAll(peer.finish());
        return new RunResult(outcome.value(), ResidentMemory.peakBytes(), details, null, null);
    }

    private static String describe(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return e + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
