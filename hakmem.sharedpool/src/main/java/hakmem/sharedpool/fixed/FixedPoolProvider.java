package hakmem.sharedpool.fixed;

import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.sharedpool.staged.StagedPool;
import hakmem.superslab.Region;

/**
 * Makes pools with a fixed number of metadata entries, {@value #DEFAULT_ENTRIES} or what the system property
 * {@value #ENTRIES_PROPERTY} says when the pool is made.
 */
public final class FixedPoolProvider implements SharedPoolProvider {
    /** The system property that sets the number of entries, 1 to {@value #MOST_ENTRIES}. */
    public static final String ENTRIES_PROPERTY = "hakmem.pool.fixed.entries";

    /** The number of entries if the property is not set. */
    public static final int DEFAULT_ENTRIES = 2048;

    /** The highest number of entries the property may ask for. */
    public static final int MOST_ENTRIES = 1 << 24;

    /** Makes the provider, for {@link java.util.ServiceLoader}. */
    public FixedPoolProvider() {}

    @Override
    public String name() {
        return "fixed";
    }

    @Override
    public String description() {
        return "three stages over a table of fixed size (" + DEFAULT_ENTRIES + " entries, or " + ENTRIES_PROPERTY
                + ") whose entries serve once; full after as many commits";
    }

    /**
     * Makes a pool.
     *
     * @param region where its SuperSlabs come from
     * @return the pool
     * @throws IllegalArgumentException if the system property is not a number in its range
     */
    @Override
    public SharedPool create(Region region) {
        return create(region, entries(System.getProperty(ENTRIES_PROPERTY)), System.getLogger("hakmem.sharedpool"));
    }

    static SharedPool create(Region region, int maxEntries, System.Logger log) {
        return new StagedPool(region, new FixedTable(maxEntries, log));
    }

    static int entries(String property) {
        if (property == null) {
            return DEFAULT_ENTRIES;
        }
        try {
            int entries = Integer.parseInt(property.strip());
            if (entries >= 1 && entries <= MOST_ENTRIES) {
                return entries;
            }
        } catch (NumberFormatException e) {
            // The same message as for a number out of range.
        }
        throw new IllegalArgumentException("system property " + ENTRIES_PROPERTY + " must be a number from 1 to "
                + MOST_ENTRIES + ", not \"" + property + "\"");
    }
}
