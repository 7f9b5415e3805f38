package hakmem.sharedpool.staged;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import hakmem.stress.WeakenedControl;
import hakmem.stress.WeakenedControl.SeenOn;
import hakmem.superslab.Descriptors;
import hakmem.superslab.SuperSlab;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;

/** One thread claims from an entry that another retires and revives for the next SuperSlab. */
public final class RecycleAndLateClaim {
    private static final Count FAILURES = new Count();

    private RecycleAndLateClaim() {}

    private static String name(SuperSlab superSlab) {
        return superSlab == null ? "null" : superSlab == Descriptors.FIRST ? "first" : "second";
    }

    /** An entry that stands for the first SuperSlab. */
    abstract static class Recycled {
        final Entry entry = new Entry(0);

        Recycled() {
            entry.revive(Descriptors.FIRST, 0, ClaimWord.GENERATION_BITS);
        }

        /** What the retirer and the next committer do; true if it came to that. */
        final boolean tryRecycle() {
            if (!entry.tryRetire(entry.claimWord())) {
                return false;
            }
            entry.detach();
            entry.revive(Descriptors.SECOND, 0, ClaimWord.GENERATION_BITS);
            return true;
        }
    }

    @JCStressTest
    @Outcome(id = "first, false", expect = ACCEPTABLE, desc = "claimed in time, so not recycled")
    @Outcome(id = "second, true", expect = ACCEPTABLE, desc = "claimed in the next generation")
    @Outcome(id = "none, true", expect = ACCEPTABLE, desc = "came while it was retired")
    @Outcome(expect = FORBIDDEN, desc = "a slot of one generation with the SuperSlab of another")
    @State
    public static class Production extends Recycled {
        @Actor
        public void claim(LZ_Result r) {
            int slot = entry.claim(1, FAILURES);
            r.r1 = slot == SlotMask.NONE ? "none" : name(entry.superSlab());
        }

        @Actor
        public void recycle(LZ_Result r) {
            r.r2 = tryRecycle();
        }
    }

    /** The reader loads the SuperSlab and claims then. */
    @JCStressTest
    @Outcome(
            id = {"first, false", "second, true", "none, true"},
            expect = ACCEPTABLE,
            desc = "as it should be")
    @Outcome(id = "first, true", expect = ACCEPTABLE_INTERESTING, desc = "uses a SuperSlab that was decommitted")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class SuperSlabLoadedFirst extends Recycled {
        @Actor
        public void claim(LZ_Result r) {
            SuperSlab superSlab = entry.superSlab();
            if (superSlab == null || entry.claim(1, FAILURES) == SlotMask.NONE) {
                r.r1 = "none";
            } else {
                r.r1 = name(superSlab);
            }
        }

        @Actor
        public void recycle(LZ_Result r) {
            r.r2 = tryRecycle();
        }
    }

    /** The entry is made live and its SuperSlab written then. */
    @JCStressTest
    @Outcome(
            id = {"first, false", "second, true", "none, true"},
            expect = ACCEPTABLE,
            desc = "as it should be")
    @Outcome(id = "null, true", expect = ACCEPTABLE_INTERESTING, desc = "a slot of nothing")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class LiveBeforeItsSuperSlab extends Recycled {
        @Actor
        public void claim(LZ_Result r) {
            int slot = entry.claim(1, FAILURES);
            r.r1 = slot == SlotMask.NONE ? "none" : name(entry.superSlab());
        }

        @Actor
        public void recycle(LZ_Result r) {
            if (entry.tryRetire(entry.claimWord())) {
                entry.detach();
                entry.claim = ClaimWord.revived(entry.claim, SlotMask.ALL, ClaimWord.GENERATION_BITS);
                entry.revive(Descriptors.SECOND, SlotMask.NONE, ClaimWord.GENERATION_BITS);
                r.r2 = true;
            }
        }
    }

    /** The order is right, but nothing keeps it: SuperSlab and word are plain fields. */
    @JCStressTest
    @Outcome(
            id = {"none", "second"},
            expect = ACCEPTABLE,
            desc = "as it should be")
    @Outcome(id = "null", expect = ACCEPTABLE_INTERESTING, desc = "a slot of nothing")
    @State
    @WeakenedControl(SeenOn.WEAKER)
    public static class PlainFields {
        private SuperSlab superSlab;
        private boolean live;

        @Actor
        public void claim(org.openjdk.jcstress.infra.results.L_Result r) {
            r.r1 = live ? name(superSlab) : "none";
        }

        @Actor
        public void revive() {
            superSlab = Descriptors.SECOND;
            live = true;
        }
    }
}
