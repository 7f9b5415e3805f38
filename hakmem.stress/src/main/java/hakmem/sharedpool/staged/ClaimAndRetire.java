package hakmem.sharedpool.staged;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import hakmem.stress.WeakenedControl;
import hakmem.stress.WeakenedControl.SeenOn;
import hakmem.superslab.Descriptors;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Race 2: one thread claims a slot of an entry, another retires the entry, and decommits its SuperSlab if it could. */
public final class ClaimAndRetire {
    private static final Count FAILURES = new Count();

    private ClaimAndRetire() {}

    private static Entry live() {
        Entry entry = new Entry(0);
        entry.revive(Descriptors.FIRST, 0, ClaimWord.GENERATION_BITS);
        return entry;
    }

    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "claimed, or retired")
    @Outcome(id = "true, true", expect = FORBIDDEN, desc = "a slot of a retired SuperSlab")
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = "each was kept off by the other")
    @State
    public static class Production {
        private final Entry entry = live();

        @Actor
        public void claim(ZZ_Result r) {
            int slot = entry.claim(1, FAILURES);
            r.r1 = slot != SlotMask.NONE && entry.superSlab().slab(slot) != null;
        }

        @Actor
        public void retire(ZZ_Result r) {
            r.r2 = entry.tryRetire(entry.claimWord());
            if (r.r2) {
                entry.detach();
            }
        }
    }

    /** Retirement looks at the word and then writes it, without a compare-and-set. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "claimed, or retired")
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "a slot of a retired SuperSlab")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class RetiredByAWrite {
        private final Entry entry = live();

        @Actor
        public void claim(ZZ_Result r) {
            r.r1 = entry.claim(1, FAILURES) != SlotMask.NONE;
        }

        @Actor
        public void retire(ZZ_Result r) {
            long word = entry.claimWord();
            if (ClaimWord.isAllUnused(word)) {
                entry.claim = ClaimWord.retired(word);
                r.r2 = true;
            }
        }
    }
}
