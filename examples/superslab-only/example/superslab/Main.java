package example.superslab;

import hakmem.superslab.MemoryBudget;
import hakmem.superslab.MemorySources;
import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import hakmem.superslab.spi.MemoryRefusedException;
import hakmem.superslab.spi.MemoryRefusedException.Reason;
import hakmem.superslab.spi.MemorySource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** SuperSlabs by hand: reserve, commit, write, find by address, decommit; with each memory source that works here. */
final class Main {
    private static final long LIMIT = 4L * SuperSlab.BYTES;

    private Main() {}

    public static void main(String[] args) throws MemoryRefusedException {
        standsAlone();
        for (String name : List.of("posix", "mapped")) {
            MemorySource source = MemorySources.open(Optional.of(name));
            try (Region region = Region.reserve(source, 64 << 20, new MemoryBudget(LIMIT))) {
                alignedAndDistinct(region);
                refusedOverTheLimit(region);
                givenBackAndTakenAgain(region);
                System.out.println("OK " + name + ": SuperSlabs aligned to " + SuperSlab.BYTES + " bytes, "
                        + region.byteSize() + " bytes of address space");
            }
        }
    }

    /** On the module path, this module brings hakmem.superslab and its API along, and no other part of hakmem. */
    private static void standsAlone() {
        if (!Main.class.getModule().isNamed()) {
            System.out.println("OK on the class path");
            return;
        }
        Set<String> parts = ModuleLayer.boot().modules().stream()
                .map(Module::getName)
                .filter(name -> name.startsWith("hakmem."))
                .collect(Collectors.toCollection(TreeSet::new));
        require(parts.equals(Set.of("hakmem.api", "hakmem.superslab")), "modules are " + parts);
        System.out.println("OK stands on " + parts + " alone");
    }

    private static void alignedAndDistinct(Region region) throws MemoryRefusedException {
        SuperSlab first = region.commit();
        SuperSlab second = region.commit();
        require(region.budget().committed() == 2L * SuperSlab.BYTES, "two SuperSlabs are charged");
        for (SuperSlab superSlab : List.of(first, second)) {
            require(superSlab.address() % SuperSlab.BYTES == 0, superSlab + " is aligned");
            require(superSlab.segment().address() == superSlab.address(), "the segment starts at the address");
            for (int slot = 0; slot < SuperSlab.SLABS; slot++) {
                Slab slab = superSlab.slab(slot);
                slab.segment().fill((byte) (superSlab.index() * SuperSlab.SLABS + slot + 1));
            }
        }
        for (SuperSlab superSlab : List.of(first, second)) {
            for (int slot = 0; slot < SuperSlab.SLABS; slot++) {
                Slab slab = superSlab.slab(slot);
                byte written = (byte) (superSlab.index() * SuperSlab.SLABS + slot + 1);
                MemorySegment memory = slab.segment();
                require(memory.get(ValueLayout.JAVA_BYTE, 0) == written, slab + " keeps its first byte");
                require(memory.get(ValueLayout.JAVA_BYTE, Slab.BYTES - 1) == written, slab + " keeps its last byte");
                require(region.slab(slab.address() + Slab.BYTES - 1) == slab, slab + " is found by an address in it");
            }
        }
        require(region.slab(region.base() - 1) == null, "an address before the region has no slab");
        require(region.slab(region.base() + region.byteSize()) == null, "an address after the region has no slab");
        region.decommit(first);
        region.decommit(second);
    }

    private static void refusedOverTheLimit(Region region) throws MemoryRefusedException {
        SuperSlab[] all = new SuperSlab[(int) (LIMIT / SuperSlab.BYTES)];
        for (int i = 0; i < all.length; i++) {
            all[i] = region.commit();
        }
        try {
            region.commit();
            throw new AssertionError("a SuperSlab beyond the limit was committed");
        } catch (MemoryRefusedException e) {
            require(e.reason() == Reason.LIMIT, "the limit is the reason: " + e.getMessage());
        }
        for (SuperSlab superSlab : all) {
            region.decommit(superSlab);
        }
    }

    private static void givenBackAndTakenAgain(Region region) throws MemoryRefusedException {
        SuperSlab superSlab = region.commit();
        long before = region.budget().committed();
        long givenBack = region.decommit(superSlab);
        require(givenBack == (region.source().givesBack() ? SuperSlab.BYTES : 0), "gave back " + givenBack);
        require(region.budget().committed() == before - givenBack, "the charge follows what was given back");
        require(region.slab(superSlab.address()) == superSlab.slab(0), "descriptors outlive their memory");
        region.decommit(region.commit());
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
