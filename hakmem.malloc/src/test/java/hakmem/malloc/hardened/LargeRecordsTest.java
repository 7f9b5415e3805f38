package hakmem.malloc.hardened;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LargeRecordsTest {
    private final LargeRecords records = new LargeRecords();

    @Test
    void theyAreWhatAMapWouldHave() {
        Map<Long, LargeRecord> model = new HashMap<>();
        Random random = new Random(7);
        for (int step = 0; step < 20_000; step++) {
            // First it grows beyond its heads several times, then it shrinks.
            long address = (1 + random.nextInt(2000)) * 4096L;
            if (random.nextInt(10) < (step < 10_000 ? 7 : 3)) {
                LargeRecord record = new LargeRecord();
                record.begin(address, step);
                records.put(record);
                model.put(address, record);
            } else {
                records.remove(records.get(address));
                model.remove(address);
            }
            assertThat(records.size()).isEqualTo(model.size());
            assertThat(records.get(address)).isSameAs(model.get(address));
        }
        assertThat(records.snapshot()).containsExactlyInAnyOrderElementsOf(model.values());
        model.forEach((address, record) -> assertThat(records.get(address)).isSameAs(record));
    }

    @Test
    void whatIsNoLongerThereIsNotTakenOut() {
        LargeRecord before = new LargeRecord();
        before.begin(4096, 1);
        records.put(before);
        LargeRecord after = new LargeRecord();
        after.begin(4096, 2);
        records.put(after);
        records.remove(before);
        records.remove(null);
        assertThat(records.get(4096)).isSameAs(after);
        assertThat(records.size()).isEqualTo(1);
    }
}
