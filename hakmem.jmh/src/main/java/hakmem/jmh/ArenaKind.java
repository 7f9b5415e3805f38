package hakmem.jmh;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import java.lang.foreign.Arena;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Where arenas come from. */
@State(Scope.Benchmark)
public class ArenaKind {
    /** Whose arenas. */
    @Param({"hakmem-confined", "confined", "hakmem-shared", "shared"})
    public String arenas;

    private Supplier<Arena> opener;

    /** Chooses the method that opens one. */
    @Setup(Level.Trial)
    public void choose() {
        Allocator allocator = Hakmem.allocator();
        opener = switch (arenas) {
            case "hakmem-confined" -> allocator::confinedArena;
            case "hakmem-shared" -> allocator::sharedArena;
            case "confined" -> Arena::ofConfined;
            case "shared" -> Arena::ofShared;
            default -> throw new IllegalArgumentException("unknown arenas \"" + arenas + "\"");
        };
    }

    Arena open() {
        return opener.get();
    }
}
