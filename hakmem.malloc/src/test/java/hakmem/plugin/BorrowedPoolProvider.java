package hakmem.plugin;

import hakmem.sharedpool.SharedPools;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.Region;

/** A strategy as somebody else would bring it: public, with a public constructor, named in {@code META-INF/services}. */
public class BorrowedPoolProvider implements SharedPoolProvider {
    /** What users call it. */
    public static final String NAME = "borrowed";

    /** Makes the provider, for {@link java.util.ServiceLoader}. */
    public BorrowedPoolProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "what the strategy locked does, under another name";
    }

    @Override
    public SharedPool create(Region region) {
        return SharedPools.find("locked").create(region);
    }
}
