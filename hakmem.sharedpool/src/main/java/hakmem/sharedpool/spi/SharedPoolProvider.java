package hakmem.sharedpool.spi;

import hakmem.superslab.Region;

/** Makes pools of one strategy; found by {@link java.util.ServiceLoader}. Safe for use by several threads. */
public interface SharedPoolProvider {
    /**
     * The name users choose the strategy by.
     *
     * @return a short lower-case word, unique among the providers found
     */
    String name();

    /**
     * What it is, and its limits, for people.
     *
     * @return one line
     */
    String description();

    /**
     * Makes a pool.
     *
     * @param region where its SuperSlabs come from; the pool has it for itself, and the caller closes it after the pool
     * @return a pool that holds no SuperSlab yet
     */
    SharedPool create(Region region);
}
