package hakmem.bench.workload;

import hakmem.bench.peer.AddressPeer;
import hakmem.bench.peer.ObjectPeer;
import hakmem.bench.peer.Peer;
import hakmem.bench.slots.RawMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Supplier;

/**
 * Opens arenas in each other, allocates in them, and closes them: with the arenas of an allocator that has some; else a block is
 * allocated, zeroed as an arena does, and freed at the end, in reverse order. For one thread.
 */
abstract sealed class ArenaScopes {
    /** How deep arenas are nested. */
    static final int DEPTH = 3;

    private final FastRandom random;
    private final int blocks;

    private ArenaScopes(FastRandom random, int blocks) {
        this.random = random;
        this.blocks = blocks;
    }

    /**
     * Makes what opens arenas.
     *
     * @param peer where the arenas, or the blocks, come from
     * @param random draws the sizes
     * @param blocks how many in each arena
     * @return for one thread
     */
    static ArenaScopes of(Peer peer, FastRandom random, int blocks) {
        if (peer.arenas().isPresent()) {
            return new Arenas(peer.arenas().get(), random, blocks);
        }
        return switch (peer) {
            case AddressPeer addresses -> new Addresses(addresses, random, blocks);
            case ObjectPeer objects -> new Objects(objects, random, blocks);
        };
    }

    /** Opens three arenas in each other, with the blocks in each, and closes them. */
    abstract void nest();

    final int blocks() {
        return blocks;
    }

    final int size() {
        return ArenaNesting.SMALLEST + random.below(ArenaNesting.LARGEST - ArenaNesting.SMALLEST + 1);
    }

    /** Written as a program would, so that the compilers can do with it what they do for programs. */
    private static final class Arenas extends ArenaScopes {
        private final Supplier<Arena> arenas;

        Arenas(Supplier<Arena> arenas, FastRandom random, int blocks) {
            super(random, blocks);
            this.arenas = arenas;
        }

        @Override
        void nest() {
            try (Arena outer = arenas.get()) {
                fill(outer);
                try (Arena middle = arenas.get()) {
                    fill(middle);
                    try (Arena inner = arenas.get()) {
                        fill(inner);
                    }
                }
            }
        }

        private void fill(Arena arena) {
            for (int i = 0; i < blocks(); i++) {
                MemorySegment block = arena.allocate(size(), Long.BYTES);
                block.set(ValueLayout.JAVA_LONG, 0, i);
            }
        }
    }

    private static final class Addresses extends ArenaScopes {
        private final AddressPeer peer;
        private final long[] addresses;

        Addresses(AddressPeer peer, FastRandom random, int blocks) {
            super(random, blocks);
            this.peer = peer;
            this.addresses = new long[DEPTH * blocks];
        }

        @Override
        void nest() {
            for (int i = 0; i < addresses.length; i++) {
                int size = size();
                long address = peer.malloc(size);
                RawMemory.fill(address, size, (byte) 0);
                RawMemory.putLong(address, i);
                addresses[i] = address;
            }
            for (int i = addresses.length - 1; i >= 0; i--) {
                peer.free(addresses[i]);
            }
        }
    }

    private static final class Objects extends ArenaScopes {
        private final ObjectPeer peer;
        private final Object[] objects;

        Objects(ObjectPeer peer, FastRandom random, int blocks) {
            super(random, blocks);
            this.peer = peer;
            this.objects = new Object[DEPTH * blocks];
        }

        @Override
        void nest() {
            for (int i = 0; i < objects.length; i++) {
                int size = size();
                Object block = peer.allocate(size);
                long address = peer.address(block);
                RawMemory.fill(address, size, (byte) 0);
                RawMemory.putLong(address, i);
                objects[i] = block;
            }
            for (int i = objects.length - 1; i >= 0; i--) {
                peer.free(objects[i]);
                objects[i] = null;
            }
        }
    }
}
