package hakmem.superslab;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import hakmem.stress.WeakenedControl;
import hakmem.stress.WeakenedControl.SeenOn;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * What guards against a faulty strategy: a slab handed out of a SuperSlab that is just being decommitted. The one side marks
 * the slab active and looks whether the SuperSlab is committed, the other takes that mark down and looks at the slabs.
 */
public final class DecommitAndActivate {
    private DecommitAndActivate() {}

    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one noticed the other")
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "each noticed the other")
    @Outcome(id = "true, true", expect = FORBIDDEN, desc = "an active slab without memory")
    @State
    public static class Production {
        private final SuperSlab superSlab = Descriptors.committed(0);

        @Actor
        public void activate(ZZ_Result r) {
            r.r1 = superSlab.slab(0).tryActivate(0, 1) && superSlab.isCommitted();
        }

        @Actor
        public void decommit(ZZ_Result r) {
            try {
                superSlab.markDecommitted();
                r.r2 = true;
            } catch (IllegalStateException e) {
                r.r2 = false;
            }
        }
    }

    /** The mark is taken down by a plain write, which is still on its way when the slab is looked at. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one noticed the other")
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "each noticed the other")
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "an active slab without memory")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class PlainMark {
        private final SuperSlab superSlab = Descriptors.committed(0);
        private boolean committed = true;

        @Actor
        public void activate(ZZ_Result r) {
            r.r1 = superSlab.slab(0).tryActivate(0, 1) && committed;
        }

        @Actor
        public void decommit(ZZ_Result r) {
            committed = false;
            r.r2 = superSlab.slab(0).tryDiscard();
        }
    }
}
