package hakmem.plugin;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.lang.foreign.Arena;

/** A program that is granted native access by its second allocator's source; run by a test in a JVM of its own. */
public final class OpenArenasLater {
    private OpenArenasLater() {}

    /**
     * Says whether the arenas of either allocator take their memory from it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (Allocator mapped = Hakmem.builder().memorySource("mapped").build()) {
            say(mapped);
            try (Allocator posix = Hakmem.builder().memorySource("posix").build()) {
                say(posix);
                say(mapped);
            }
        }
    }

    private static void say(Allocator allocator) {
        try (Arena confined = allocator.confinedArena();
                Arena shared = allocator.sharedArena()) {
            confined.allocate(100);
            shared.allocate(100);
            System.out.println(allocator.stats().liveBytes() > 0 ? "the allocator's" : "the JDK's");
        }
    }
}
