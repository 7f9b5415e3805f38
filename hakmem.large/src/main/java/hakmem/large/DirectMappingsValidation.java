package hakmem.large;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The equations of {@link DirectMappings#validate()}. */
final class DirectMappingsValidation {
    private DirectMappingsValidation() {}

    static void check(List<DirectBlock> live, MappingCache cache, FreedAddresses freed, DirectMappings.Census census) {
        require("charged = live + kept", census.chargedBytes(), Math.addExact(census.blockBytes(), census.keptBytes()));
        NavigableMap<Long, Mapping> all = new TreeMap<>();
        for (DirectBlock block : live) {
            require("a block in the map is live", block.isLive(), true);
            require(
                    "usable size = committed",
                    block.usableSize(),
                    block.mapping().committed());
            require("one block at an address", all.put(block.address(), block.mapping()), null);
        }
        List<Mapping> cached = cache.snapshot();
        long cachedBytes = 0;
        for (Mapping mapping : cached) {
            cachedBytes += mapping.committed();
            require("a mapping is cached once and not live", all.put(mapping.address(), mapping), null);
        }
        require("cached bytes = sum of the mappings", cache.bytes(), cachedBytes);
        require("cached bytes are bounded", cachedBytes <= cache.mostBytes(), true);
        require("cached mappings are bounded", cached.size() <= MappingCache.MAX_MAPPINGS, true);
        require("freed addresses are bounded", freed.count() <= FreedAddresses.CAPACITY, true);
        checkDisjoint(all);
    }

    private static void checkDisjoint(NavigableMap<Long, Mapping> all) {
        Mapping before = null;
        for (Mapping mapping : all.values()) {
            if (before != null && before.address() + before.reserved() > mapping.address()) {
                throw LargeErrors.broken("mappings do not overlap", before, mapping);
            }
            before = mapping;
        }
    }

    private static void require(String equation, Object left, Object right) {
        if (left == null ? right != null : !left.equals(right)) {
            throw LargeErrors.broken(equation, left, right);
        }
    }
}
