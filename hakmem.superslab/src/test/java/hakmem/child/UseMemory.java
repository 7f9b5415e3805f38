package hakmem.child;

import hakmem.superslab.MemoryBudget;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemorySource;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * What a user of the module does, in a JVM of its own, whose options are the test: opens a source, twice, reserves, commits,
 * writes, reads, and says so.
 */
public final class UseMemory {
    private UseMemory() {}

    public static void main(String[] args) throws Exception {
        Optional<String> name = args[0].isEmpty() ? Optional.empty() : Optional.of(args[0]);
        long byteSize = Long.parseLong(args[1]);
        MemorySources.open(name);
        MemorySource source = MemorySources.open(name);
        MemoryBudget budget = new MemoryBudget(8L * SuperSlab.BYTES);
        try (Region region = Region.reserve(source, byteSize, budget)) {
            SuperSlab superSlab = region.commit();
            superSlab.segment().fill((byte) 5);
            byte read = superSlab.slab(31).segment().get(ValueLayout.JAVA_BYTE, 77);
            region.decommit(superSlab);
            System.out.println("used " + source.name() + " read " + read + " reserved " + region.byteSize());
        }
    }
}
