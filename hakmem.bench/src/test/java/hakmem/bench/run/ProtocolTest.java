package hakmem.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.bench.workload.WorkloadOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtocolTest {
    @Test
    void whatIsToldArrives() {
        RunSpec spec =
                new RunSpec("larson", "hakmem:fixed@mapped", 0.5, new WorkloadOptions(2, 1.5, 8, 999, 5000, -7, true));

        assertThat(Protocol.decodeSpec(Protocol.encode(spec))).isEqualTo(spec);
    }

    @Test
    void figuresArriveWithTheirTypesOnOneLine() {
        RunResult result = RunResult.of(new Measurement(
                4.5e7,
                1L << 40,
                3L,
                1L << 33,
                17L,
                0.25,
                List.of(List.of(0L, 1L << 33), List.of(50L, 7L)),
                null,
                Map.of("malloc", Map.of("p99.9", 70L)),
                Map.of("threadHeaps", 3L, "poolStrategy", "a\nb", "part", 0.5)));

        String line = Protocol.encode(result);

        assertThat(line.lines()).hasSize(1);
        assertThat(Protocol.decodeResult(line)).hasValue(result);
    }

    @Test
    void whatTheJvmPrintsIsNotTakenForAResult() {
        assertThat(Protocol.decodeResult("[0.012s][info][gc] Using G1")).isEmpty();
    }
}
