import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

void main() {
    Allocator allocator = Hakmem.allocator();

    long block = allocator.malloc(100); // a raw address, as in C
    allocator.free(block);

    MemorySegment record = allocator.allocate(16, 8); // the same, with bounds checks
    record.set(ValueLayout.JAVA_LONG, 0, 42L);
    allocator.free(record);

    try (Arena arena = allocator.confinedArena()) { // zero-filled, freed together, no access after
        MemorySegment name = arena.allocateFrom("hakmem");
        IO.println(name.getString(0));
    }
}
