package hakmem.malloc.hardened;

import java.util.function.LongConsumer;

/**
 * What becomes of a block that its user has freed: it is poisoned, waits in the quarantine, is looked at and goes back to the
 * allocator beneath; as far as each was chosen. What is found is left in {@link Findings}. Where one of these steps has no room
 * on the Java heap, the block is postponed: it was taken from its user, and nobody else knows of it. Safe for use by several
 * threads.
 */
final class Detained {
    private final Substrate substrate;
    private final Ledger ledger;
    private final Findings findings;
    private final boolean poison;

    /** Null unless chosen. */
    private final Quarantine quarantine;

    private final LongConsumer release = this::release;
    private final LongConsumer goOn = this::goOn;

    Detained(Substrate substrate, Ledger ledger, Findings findings, boolean poison, Quarantine quarantine) {
        this.substrate = substrate;
        this.ledger = ledger;
        this.findings = findings;
        this.poison = poison;
        this.quarantine = quarantine;
    }

    /** Detains a block that is held. */
    void detain(long address) {
        boolean small = ledger.isSmall(address);
        // A large block that does not wait goes back to the system, or to its next user unseen: poison would be in
        // vain.
        boolean poisoned = poison && (small || quarantine != null);
        if (poisoned && !tryPoison(address)) {
            return;
        }
        if (quarantine == null || !quarantine.take(address, small, ledger.blockSizeOf(address), release)) {
            giveBack(address, poisoned);
        }
    }

    /** Gives back everything. */
    void releaseAll() {
        if (quarantine != null) {
            quarantine.drain(release);
        }
        ledger.takePostponed(goOn, release);
    }

    /** Gives back everything if nobody has freed anything since the last call. By one thread at a time. */
    void releaseIfIdle() {
        if (quarantine != null) {
            quarantine.drainIfIdle(release);
        }
        ledger.takePostponed(goOn, release);
    }

    void forEach(LongConsumer action) {
        if (quarantine != null) {
            quarantine.forEach(action);
        }
        ledger.forEachPostponed(action);
    }

    /** False if it is postponed. */
    private boolean tryPoison(long address) {
        try {
            ledger.poison(address);
            return true;
        } catch (OutOfMemoryError e) {
            ledger.postpone(address, false);
            return false;
        }
    }

    private void release(long address) {
        if (poison) {
            try {
                findings.add(ledger.poisonAgain(address));
            } catch (OutOfMemoryError e) {
                ledger.postpone(address, true);
                return;
            }
        }
        giveBack(address, true);
    }

    /** With a block that was postponed before it was poisoned. */
    private void goOn(long address) {
        if (!poison || tryPoison(address)) {
            giveBack(address, true);
        }
    }

    private void giveBack(long address, boolean poisoned) {
        try {
            substrate.prepareFree(address);
        } catch (OutOfMemoryError e) {
            ledger.postpone(address, poisoned);
            return;
        }
        ledger.forget(address);
        substrate.free(address);
    }
}
