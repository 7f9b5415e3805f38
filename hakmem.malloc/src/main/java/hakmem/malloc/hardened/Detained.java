package hakmem.malloc.hardened;

import java.util.function.LongConsumer;

/**
 * What becomes of a block that its user has freed: it is poisoned, waits in the quarantine, is looked at and goes back to the
 * allocator beneath; as far as each was chosen. What is found is left in {@link Findings}. It makes no Java object, so that a
 * block that was taken from its user is not lost when the Java heap is full. Safe for use by several threads.
 */
final class Detained {
    private final Substrate substrate;
    private final Ledger ledger;
    private final Findings findings;
    private final boolean poison;

    /** Null unless chosen. */
    private final Quarantine quarantine;

    private final LongConsumer release = this::release;

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
        if (poison && (small || quarantine != null)) {
            ledger.poison(address);
        }
        if (quarantine == null || !quarantine.take(address, small, ledger.blockSizeOf(address), release)) {
            giveBack(address);
        }
    }

    /** Gives back everything. */
    void releaseAll() {
        if (quarantine != null) {
            quarantine.drain(release);
        }
    }

    /** Gives back everything if nobody has freed anything since the last call. By one thread at a time. */
    void releaseIfIdle() {
        if (quarantine != null) {
            quarantine.drainIfIdle(release);
        }
    }

    void forEach(LongConsumer action) {
        if (quarantine != null) {
            quarantine.forEach(action);
        }
    }

    private void release(long address) {
        if (poison) {
            findings.add(ledger.poisonAgain(address));
        }
        giveBack(address);
    }

    private void giveBack(long address) {
        ledger.forget(address);
        substrate.free(address);
    }
}
