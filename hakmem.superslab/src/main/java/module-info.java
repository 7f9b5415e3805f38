/**
 * The memory itself: one reserved region of address space, committed a SuperSlab of 2 MiB at a time, each of 32 slabs of
 * 64 KiB; and the sources memory comes from.
 *
 * <p><b>Promises.</b> SuperSlabs are aligned to their size, slabs to theirs. The descriptor of a slab is bound to its
 * address for as long as the region is open, and nothing inside an open region is ever unmapped: a reader that holds an
 * old descriptor or an old address touches stale memory, never someone else's. Committed bytes never exceed the
 * {@linkplain hakmem.superslab.MemoryBudget budget}.
 *
 * <p><b>Needs.</b> Native access for the {@code posix} source ({@code --enable-native-access=hakmem.superslab}); it is the
 * only module of hakmem with restricted calls. The {@code mapped} source needs nothing.
 *
 * <p><b>Example.</b> Aligned memory without the layers above:
 * {@snippet :
 * MemorySource source = MemorySources.open(Optional.empty());
 * try (Region region = Region.reserve(source, 64 << 20, new MemoryBudget(16 << 20))) {
 *     SuperSlab superSlab = region.commit();
 *     superSlab.slab(0).segment().fill((byte) 1);
 *     region.decommit(superSlab);
 * }
 * }
 *
 * @uses hakmem.superslab.spi.MemorySourceProvider sources of memory, chosen by name
 * @provides hakmem.superslab.spi.MemorySourceProvider {@code posix} and {@code mapped}
 */
@SuppressWarnings("module") // the modules of the qualified export are compiled after this one
module hakmem.superslab {
    requires transitive hakmem.api;

    exports hakmem.superslab;
    exports hakmem.superslab.spi;
    exports hakmem.superslab.internal to
            hakmem.large,
            hakmem.malloc;

    uses hakmem.superslab.spi.MemorySourceProvider;

    provides hakmem.superslab.spi.MemorySourceProvider with
            hakmem.superslab.mapped.MappedMemorySourceProvider,
            hakmem.superslab.posix.PosixMemorySourceProvider;
}
