package hakmem.tiny;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import hakmem.stress.WeakenedControl;
import hakmem.stress.WeakenedControl.SeenOn;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two threads free the first blocks in a slab: one of them tells the owner, and the owner finds both blocks. */
public final class TwoRemoteFrees {
    private TwoRemoteFrees() {}

    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "both blocks are free again")
    @Outcome(expect = FORBIDDEN, desc = "a block was lost")
    @State
    public static class Production extends OneSlab {
        public Production() {
            super(TWO_BLOCKS);
        }

        @Actor
        public void first() {
            freeRemotely(0);
        }

        @Actor
        public void second() {
            freeRemotely(1);
        }

        @Arbiter
        public void then(I_Result r) {
            heap.collect();
            r.r1 = slab.liveCount();
        }
    }

    /** The note is raised by a write after a look. Two would push one slab, whose link then leads to itself. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one tells the owner")
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "both do")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class RaisedByAWrite extends OneSlab {
        public RaisedByAWrite() {
            super(TWO_BLOCKS);
        }

        @Actor
        public void first(ZZ_Result r) {
            r.r1 = tryRaise();
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = tryRaise();
        }

        private boolean tryRaise() {
            if (Note.stateOf(slab.note()) != Note.QUIET) {
                return false;
            }
            slab.endTaken(Note.NOTIFIED);
            return true;
        }
    }
}
