package hakmem.sharedpool.recycling;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import hakmem.sharedpool.staged.ClaimWord;
import hakmem.sharedpool.staged.EntryOwners;
import hakmem.sharedpool.staged.EntrySteps;
import hakmem.stress.WeakenedControl;
import hakmem.stress.WeakenedControl.SeenOn;
import hakmem.superslab.Descriptors;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Race 3: the table grows while another thread claims a slot of an entry that is there already. */
public final class GrowthAndClaim {
    private GrowthAndClaim() {}

    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "the claimed slot stays claimed")
    @Outcome(expect = FORBIDDEN, desc = "claimed in a copy that is thrown away")
    @State
    public static class Production {
        private final RecyclingTable table = new RecyclingTable(2, ClaimWord.GENERATION_BITS);
        private final EntryOwners owners = EntrySteps.owners();

        public Production() {
            table.publish(Descriptors.FIRST, 0, owners);
        }

        @Actor
        public void grow() {
            table.publish(Descriptors.SECOND, 0, owners);
        }

        @Actor
        public void claim(ZZ_Result r) {
            r.r1 = EntrySteps.claim(table.entry(0));
        }

        @Arbiter
        public void then(ZZ_Result r) {
            r.r2 = ClaimWord.unusedOf(table.entry(0).claimWord()) == ~1
                    && ClaimWord.unusedOf(table.entry(1).claimWord()) == -1;
        }
    }

    /** The bug as it was in C: the table is copied to a larger one, words and all. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "the claimed slot stays claimed")
    @Outcome(id = "false", expect = ACCEPTABLE_INTERESTING, desc = "claimed in a copy that is thrown away")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class CopiedTable {
        private volatile AtomicLong[] table = {new AtomicLong(-1)};

        @Actor
        public void grow() {
            AtomicLong[] old = table;
            table = new AtomicLong[] {new AtomicLong(old[0].get()), new AtomicLong(-1)};
        }

        @Actor
        public void claim() {
            AtomicLong word = table[0];
            long before = word.get();
            word.compareAndSet(before, before & ~1);
        }

        @Arbiter
        public void then(Z_Result r) {
            r.r1 = (table[0].get() & 1) == 0;
        }
    }
}
