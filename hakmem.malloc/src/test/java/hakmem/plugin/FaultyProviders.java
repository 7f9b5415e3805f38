package hakmem.plugin;

import hakmem.api.PoolStats;
import hakmem.sharedpool.SharedPools;
import hakmem.sharedpool.spi.SharedPool;
import hakmem.sharedpool.spi.SharedPoolProvider;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.MemorySourceProvider;
import hakmem.superslab.spi.Reservation;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Plug-ins that do wrong while the system property {@value #FAULT} says so, each as it says, and right otherwise. */
public final class FaultyProviders {
    /** {@code throws}, {@code nothing}, {@code twice}; absent: none. */
    public static final String FAULT = "hakmem.test.fault";

    private FaultyProviders() {}

    static boolean isAtFault(String fault) {
        return fault.equals(System.getProperty(FAULT));
    }

    /** The strategy {@code faulty}: what {@code locked} does, when it does right. */
    public static final class Strategy implements SharedPoolProvider {
        /** For {@link java.util.ServiceLoader}. */
        public Strategy() {}

        @Override
        public String name() {
            return "faulty";
        }

        @Override
        public String description() {
            return "goes wrong as it is told";
        }

        @Override
        public SharedPool create(Region region) {
            SharedPool sound = SharedPools.find("locked").create(region);
            return new SharedPool() {
                private Slab last;

                @Override
                public Slab acquire(int sizeClass, int slabs) throws MemoryRefusedException {
                    if (isAtFault("throws")) {
                        throw new IndexOutOfBoundsException("a fault of its own");
                    }
                    if (isAtFault("nothing")) {
                        return null;
                    }
                    if (isAtFault("twice")) {
                        return last;
                    }
                    last = sound.acquire(sizeClass, slabs);
                    return last;
                }

                @Override
                public void release(Slab first, int slabs) {
                    sound.release(first, slabs);
                    if (isAtFault("throws")) {
                        throw new IndexOutOfBoundsException("a fault of its own");
                    }
                }

                @Override
                public long trim(long idleNanos) {
                    return sound.trim(idleNanos);
                }

                @Override
                public PoolStats stats() {
                    return sound.stats();
                }

                @Override
                public void close() {
                    sound.close();
                }
            };
        }
    }

    /** The memory source {@code brittle}: what {@code mapped} does, when it does right. */
    public static final class Source implements MemorySourceProvider {
        /** For {@link java.util.ServiceLoader}. */
        public Source() {}

        @Override
        public String name() {
            return "brittle";
        }

        @Override
        public String description() {
            return "breaks when it is told";
        }

        @Override
        public MemorySource open() {
            if (isAtFault("unusable")) {
                throw new UnsupportedOperationException("there is no such device");
            }
            MemorySource sound = MemorySources.open(Optional.of("mapped"));
            return new MemorySource() {
                @Override
                public String name() {
                    return "brittle";
                }

                @Override
                public long pageSize() {
                    return sound.pageSize();
                }

                @Override
                public boolean givesBack() {
                    return sound.givesBack();
                }

                @Override
                public Reservation reserve(long byteSize, long byteAlignment) throws MemoryRefusedException {
                    return new Brittle(sound.reserve(byteSize, byteAlignment));
                }
            };
        }

        private record Brittle(Reservation sound) implements Reservation {
            @Override
            public MemorySegment segment() {
                return sound.segment();
            }

            @Override
            public void commit(long offset, long byteSize) throws MemoryRefusedException {
                if (isAtFault("throws")) {
                    throw new IndexOutOfBoundsException("a fault of its own");
                }
                sound.commit(offset, byteSize);
            }

            @Override
            public void decommit(long offset, long byteSize, boolean inaccessible) {
                sound.decommit(offset, byteSize, inaccessible);
            }

            @Override
            public void close() {
                sound.close();
            }
        }
    }
}
