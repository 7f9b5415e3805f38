package hakmem.tck.broken;

import hakmem.superslab.Region;
import hakmem.superslab.Slab;
import hakmem.superslab.SuperSlab;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Race 3: the table grows by being copied, entries and all, as by {@code realloc}; claims in the old copy are lost. */
final class MovingTablePool extends SoundPool {
    private volatile Entry[] table = {};
    private final Map<SuperSlab, Integer> places = new ConcurrentHashMap<>();

    MovingTablePool(Region region) {
        super(region);
    }

    @Override
    synchronized void publish(Entry entry) {
        super.publish(entry);
        Entry[] old = table;
        Entry[] grown = new Entry[old.length + 1];
        for (int i = 0; i < old.length; i++) {
            grown[i] = new Entry(old[i].superSlab, old[i].word.get());
        }
        grown[old.length] = entry;
        places.put(entry.superSlab, old.length);
        window.open();
        table = grown;
    }

    @Override
    int count() {
        return table.length;
    }

    @Override
    Entry entry(int index) {
        return table[index];
    }

    @Override
    public void release(Slab first, int slabs) {
        for (int i = 0; i < slabs; i++) {
            first.superSlab().slab(first.slot() + i).tryDiscard();
        }
        putBack(table[places.get(first.superSlab())], run(first.slot(), slabs));
        window.pass();
    }
}
