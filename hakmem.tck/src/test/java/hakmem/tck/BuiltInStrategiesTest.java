package hakmem.tck;

import hakmem.sharedpool.SharedPools;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import hakmem.superslab.spi.MemorySource;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** Every built-in strategy keeps the contract, on every source of memory. */
class BuiltInStrategiesTest {
    /** A strategy found by name, on the arenas of the JDK or on a source found by name. */
    abstract static class Named extends SharedPoolContract {
        private final String strategy;
        private final String source;

        Named(String strategy, String source) {
            this.strategy = strategy;
            this.source = source;
        }

        @Override
        protected SharedPoolProvider provider() {
            return SharedPools.find(strategy);
        }

        @Override
        protected MemorySource memorySource() {
            return source.isEmpty() ? super.memorySource() : MemorySources.open(Optional.of(source));
        }
    }

    @Nested
    class Recycling extends Named {
        Recycling() {
            super("recycling", "");
        }
    }

    @Nested
    class RecyclingOnPosix extends Named {
        RecyclingOnPosix() {
            super("recycling", "posix");
        }
    }

    @Nested
    class RecyclingOnMapped extends Named {
        RecyclingOnMapped() {
            super("recycling", "mapped");
        }
    }

    @Nested
    class Fixed extends Named {
        Fixed() {
            super("fixed", "");
        }
    }

    @Nested
    class FixedOnPosix extends Named {
        FixedOnPosix() {
            super("fixed", "posix");
        }
    }

    @Nested
    class FixedOnMapped extends Named {
        FixedOnMapped() {
            super("fixed", "mapped");
        }
    }

    @Nested
    class Locked extends Named {
        Locked() {
            super("locked", "");
        }
    }

    @Nested
    class LockedOnPosix extends Named {
        LockedOnPosix() {
            super("locked", "posix");
        }
    }

    @Nested
    class LockedOnMapped extends Named {
        LockedOnMapped() {
            super("locked", "mapped");
        }
    }

    /** A table that is soon full: the contract's tests are cut short, and what they check until then must hold. */
    @Nested
    class FixedWithFewEntries extends SharedPoolContract {
        private static final String ENTRIES = "hakmem.pool.fixed.entries";

        @Override
        protected SharedPoolProvider provider() {
            SharedPoolProvider fixed = SharedPools.find("fixed");
            return new SharedPoolProvider() {
                @Override
                public String name() {
                    return fixed.name();
                }

                @Override
                public String description() {
                    return fixed.description();
                }

                @Override
                public SharedPool create(Region region) {
                    System.setProperty(ENTRIES, "6");
                    try {
                        return fixed.create(region);
                    } finally {
                        System.clearProperty(ENTRIES);
                    }
                }
            };
        }
    }
}
