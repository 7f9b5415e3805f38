package hakmem.sharedpool.recycling;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import hakmem.sharedpool.staged.ClaimWord;
import hakmem.sharedpool.staged.Entry;
import hakmem.sharedpool.staged.EntryOwners;
import hakmem.sharedpool.staged.EntrySteps;
import hakmem.stress.WeakenedControl;
import hakmem.stress.WeakenedControl.SeenOn;
import hakmem.superslab.Descriptors;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Race 1: one thread publishes the first entry of the table, its group included, another scans what is published. */
public final class PublishAndScan {
    private PublishAndScan() {}

    private static String look(Entry entry) {
        if (entry == null) {
            return "no entry";
        }
        if (!ClaimWord.isLive(entry.claimWord())) {
            return "not live";
        }
        return entry.superSlab() == Descriptors.FIRST ? "complete" : "no SuperSlab";
    }

    @JCStressTest
    @Outcome(id = "nothing", expect = ACCEPTABLE, desc = "came too early")
    @Outcome(id = "not live", expect = ACCEPTABLE, desc = "the entry, which does not stand for a SuperSlab yet")
    @Outcome(id = "complete", expect = ACCEPTABLE, desc = "the entry and all it announces")
    @Outcome(expect = FORBIDDEN, desc = "announced before it was there")
    @State
    public static class Production {
        private final RecyclingTable table = new RecyclingTable(1, ClaimWord.GENERATION_BITS);
        private final EntryOwners owners = EntrySteps.owners();

        @Actor
        public void publish() {
            table.publish(Descriptors.FIRST, 0, owners);
        }

        @Actor
        public void scan(L_Result r) {
            r.r1 = table.published() == 0 ? "nothing" : look(table.entry(0));
        }
    }

    /** The bug as it was in C: the count is raised, and then the entry is written. */
    @JCStressTest
    @Outcome(
            id = {"nothing", "complete"},
            expect = ACCEPTABLE,
            desc = "as it should be")
    @Outcome(id = "no entry", expect = ACCEPTABLE_INTERESTING, desc = "announced before it was there")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class CountRaisedFirst {
        private final Entry[] entries = new Entry[1];
        private volatile int count;

        @Actor
        public void publish() {
            count = 1;
            Entry entry = new Entry(0);
            entry.revive(Descriptors.FIRST, 0, ClaimWord.GENERATION_BITS);
            entries[0] = entry;
        }

        @Actor
        public void scan(L_Result r) {
            r.r1 = count == 0 ? "nothing" : look(entries[0]);
        }
    }

    /** The order is right, but nothing keeps it: the count is plain. */
    @JCStressTest
    @Outcome(
            id = {"nothing", "complete"},
            expect = ACCEPTABLE,
            desc = "as it should be")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "announced before it was there")
    @State
    @WeakenedControl(SeenOn.WEAKER)
    public static class PlainCount {
        private final Entry[] entries = new Entry[1];
        private int count;

        @Actor
        public void publish() {
            Entry entry = new Entry(0);
            entry.revive(Descriptors.FIRST, 0, ClaimWord.GENERATION_BITS);
            entries[0] = entry;
            count = 1;
        }

        @Actor
        public void scan(L_Result r) {
            r.r1 = count == 0 ? "nothing" : look(entries[0]);
        }
    }
}
