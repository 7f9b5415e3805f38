package hakmem.bench.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class BoundsTest {
    private static final long MIB = 1 << 20;

    @Test
    void aLedgerKnowsWhatIsLiveAndWhatWasAtMost() {
        try (Allocator allocator = Hakmem.builder().build()) {
            Ledger ledger = new Ledger(allocator);
            long first = ledger.take(1024);
            long second = ledger.take(2 * MIB);
            assertThat(ledger.live()).isEqualTo(1024 + 2 * MIB);
            ledger.give(second);
            assertThat(ledger.live()).isEqualTo(1024);
            assertThat(ledger.peak()).isEqualTo(1024 + 2 * MIB);
            ledger.give(first);
            assertThat(allocator.stats().liveBlocks()).isZero();
        }
    }

    @Test
    void threadsAtRestHaveWorkedAndLiveUntilTheyAreToldToEnd() throws Exception {
        CountDownLatch worked = new CountDownLatch(3);
        Rest rest = Rest.of(3, number -> worked.countDown());
        assertThat(worked.getCount()).isZero();
        assertThat(rest.threads()).isEqualTo(3);
        rest.end();
        assertThat(rest.threads()).isZero();
    }

    @Test
    void aWatchSeesWhatWasCommitted() throws Exception {
        try (Allocator allocator = Hakmem.builder().build()) {
            CommitWatch watch = new CommitWatch(allocator);
            allocator.malloc(10 * MIB);
            watch.stop();
            assertThat(watch.peak()).isGreaterThanOrEqualTo(10 * MIB);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theProcessKnowsItsFaultsAndItsResidentMemory() {
        try (Allocator allocator = Hakmem.builder().build()) {
            long resident = ProcessMemory.residentBytes();
            long faults = ProcessMemory.minorFaults();
            MemorySegment block = allocator.allocate(64 * MIB, 1);
            for (long offset = 0; offset < block.byteSize(); offset += 4096) {
                block.set(ValueLayout.JAVA_BYTE, offset, (byte) 1);
            }
            assertThat(ProcessMemory.residentBytes() - resident).isGreaterThan(32 * MIB);
            assertThat(ProcessMemory.minorFaults()).isGreaterThan(faults);
        }
    }

    @Test
    void aPageTouchedTwiceIsFaultedInOnce() {
        try (Allocator allocator = Hakmem.builder().build()) {
            MemoryScenarios.Finding finding =
                    new MemoryScenarios(1, false).alternatingLargeBlocks(new Ledger(allocator));
            System.out.println(finding.remark());
            assertThat(finding.isKept()).as(finding.remark()).isTrue();
        }
    }

    @Test
    void theLimitIsKeptUnderLoad() throws Exception {
        long limit = 32 * MIB;
        try (Allocator allocator = Hakmem.builder().limit(limit).build()) {
            CommitWatch watch = new CommitWatch(allocator);
            MemoryScenarios.Finding finding = new MemoryScenarios(1, false).limit(new Ledger(allocator), limit);
            watch.stop();
            assertThat(finding.isKept()).as(finding.remark()).isTrue();
            assertThat(watch.peak()).isBetween(1L, limit);
            allocator.trim();
            assertThat(allocator.stats().liveBlocks()).isZero();
        }
    }
}
