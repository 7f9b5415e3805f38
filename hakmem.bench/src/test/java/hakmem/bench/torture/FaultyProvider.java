package hakmem.bench.torture;

import hakmem.api.Allocator;
import hakmem.api.spi.AllocatorOptions;
import hakmem.api.spi.AllocatorProvider;
import java.util.ServiceLoader;

/** Makes the allocators of the provider behind it on the class path, with the fault that a system property names. */
public final class FaultyProvider implements AllocatorProvider {
    /** The name of a {@link Fault}. */
    public static final String PROPERTY = "hakmem.test.fault";

    /** For {@link ServiceLoader}. */
    public FaultyProvider() {}

    @Override
    public Allocator create(AllocatorOptions options) {
        AllocatorProvider sound = ServiceLoader.load(AllocatorProvider.class).stream()
                .filter(provider -> provider.type() != FaultyProvider.class)
                .findFirst()
                .orElseThrow()
                .get();
        return Fault.valueOf(System.getProperty(PROPERTY)).into(sound.create(options));
    }
}
