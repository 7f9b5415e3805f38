package hakmem.plugin;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/** A program in a JVM of its own that uses arenas over the memory source its properties name. */
public final class OpenArenas {
    private OpenArenas() {}

    /** Prints the sum of what it wrote. */
    public static void main(String[] args) {
        try (Allocator allocator = Hakmem.builder().build();
                Arena confined = allocator.confinedArena();
                Arena shared = allocator.sharedArena()) {
            var one = confined.allocate(ValueLayout.JAVA_LONG);
            var two = shared.allocate(ValueLayout.JAVA_LONG);
            one.set(ValueLayout.JAVA_LONG, 0, 40);
            two.set(ValueLayout.JAVA_LONG, 0, 2);
            System.out.println(one.get(ValueLayout.JAVA_LONG, 0) + two.get(ValueLayout.JAVA_LONG, 0));
        }
    }
}
