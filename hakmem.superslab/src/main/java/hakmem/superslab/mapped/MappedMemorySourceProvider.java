package hakmem.superslab.mapped;

import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.MemorySourceProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Provides the memory source {@code mapped}. */
public final class MappedMemorySourceProvider implements MemorySourceProvider {
    /** Where Linux has a file system in memory. */
    private static final Path MEMORY = Path.of("/dev/shm");

    /** Makes the provider, for {@link java.util.ServiceLoader}. */
    public MappedMemorySourceProvider() {}

    @Override
    public String name() {
        return "mapped";
    }

    @Override
    public String description() {
        return "mapped temporary files; works everywhere without native access, keeps memory until it is closed";
    }

    @Override
    public MemorySource open() {
        List<Path> directories = new ArrayList<>();
        if (Files.isWritable(MEMORY)) {
            directories.add(MEMORY);
        }
        directories.add(Path.of(System.getProperty("java.io.tmpdir")));
        return new MappedMemorySource(directories);
    }
}
