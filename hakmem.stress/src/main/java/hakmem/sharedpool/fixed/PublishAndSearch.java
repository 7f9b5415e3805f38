package hakmem.sharedpool.fixed;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import hakmem.sharedpool.staged.ClaimWord;
import hakmem.sharedpool.staged.Entry;
import hakmem.sharedpool.staged.EntryOwners;
import hakmem.sharedpool.staged.EntrySteps;
import hakmem.superslab.Descriptors;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Race 1 in the table of the C design, which publishes an entry live. Its controls are those of {@code recycling}. */
@JCStressTest
@Outcome(id = "nothing", expect = ACCEPTABLE, desc = "came too early")
@Outcome(id = "complete", expect = ACCEPTABLE, desc = "the entry and all it announces")
@Outcome(expect = FORBIDDEN, desc = "announced before it was there")
@State
public class PublishAndSearch {
    private static final System.Logger LOG = System.getLogger(PublishAndSearch.class.getName());

    private final FixedTable table = new FixedTable(1, LOG);
    private final EntryOwners owners = EntrySteps.owners();

    @Actor
    public void publish() {
        table.publish(Descriptors.FIRST, 0, owners);
    }

    @Actor
    public void search(L_Result r) {
        int end = table.published();
        if (end == 0) {
            r.r1 = "nothing";
            return;
        }
        Entry entry = table.entry(0);
        boolean complete = entry != null
                && ClaimWord.isLive(entry.claimWord())
                && entry.superSlab() == Descriptors.FIRST
                && table.nextUnused(0, end) == 0;
        r.r1 = complete ? "complete" : "incomplete";
    }
}
