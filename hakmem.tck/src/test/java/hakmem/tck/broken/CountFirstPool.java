package hakmem.tck.broken;

import hakmem.superslab.Region;

/** Race 1: the count is raised before the entry it announces is there, as a plain count in C allows. */
final class CountFirstPool extends SoundPool {
    private final Entry[] table = new Entry[1 << 16];
    private volatile int count;

    CountFirstPool(Region region) {
        super(region);
    }

    @Override
    synchronized void publish(Entry entry) {
        super.publish(entry);
        int index = count;
        count = index + 1;
        window.open();
        table[index] = entry;
    }

    @Override
    int count() {
        return count;
    }

    @Override
    Entry entry(int index) {
        return table[index];
    }
}
