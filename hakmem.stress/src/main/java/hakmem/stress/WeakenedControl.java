package hakmem.stress;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a test whose protocol is broken on purpose, to show that the test beside it would notice. Its forbidden outcomes
 * are declared interesting, and a run fails that does not see one where it can be seen.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface WeakenedControl {
    /**
     * Where the fault is sure to show.
     *
     * @return the strongest machine on which it is
     */
    SeenOn value();

    /** Machines, by what they may reorder. */
    enum SeenOn {
        /** Shows by the order of steps alone, or by a store that waits in its buffer while later loads are done. */
        X86,
        /** Shows where the machine lets stores overtake stores, or loads loads; on x86 only if the compiler does. */
        WEAKER
    }
}
