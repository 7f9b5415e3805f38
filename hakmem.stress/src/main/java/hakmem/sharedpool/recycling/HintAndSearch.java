package hakmem.sharedpool.recycling;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import hakmem.stress.WeakenedControl;
import hakmem.stress.WeakenedControl.SeenOn;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** One thread puts a slot into an entry, another has just found it without slots and takes the hint down. */
public final class HintAndSearch {
    private HintAndSearch() {}

    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "the next search looks at the entry")
    @Outcome(id = "false", expect = FORBIDDEN, desc = "the slot is hidden from every search")
    @State
    public static class Production {
        private final HintBits hints = new HintBits();
        private volatile boolean slots = true;

        public Production() {
            hints.update(0, bit -> slots);
            slots = false;
        }

        @Actor
        public void put() {
            slots = true;
            hints.update(0, bit -> slots);
        }

        @Actor
        public void findNone() {
            hints.update(0, bit -> slots);
        }

        @Arbiter
        public void then(Z_Result r) {
            r.r1 = hints.next(0) == 0;
        }
    }

    /** The searcher clears the bit on the word of its only look. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "the next search looks at the entry")
    @Outcome(id = "false", expect = ACCEPTABLE_INTERESTING, desc = "the slot is hidden from every search")
    @State
    @WeakenedControl(SeenOn.X86)
    public static class NoSecondLook {
        private final AtomicLong hints = new AtomicLong(1);
        private volatile boolean slots;

        @Actor
        public void put() {
            slots = true;
            if (hints.get() == 0) {
                hints.set(1);
            }
        }

        @Actor
        public void findNone() {
            if (!slots) {
                hints.set(0);
            }
        }

        @Arbiter
        public void then(Z_Result r) {
            r.r1 = hints.get() != 0;
        }
    }
}
