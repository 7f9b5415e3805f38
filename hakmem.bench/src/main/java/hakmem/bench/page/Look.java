package hakmem.bench.page;

import hakmem.bench.recorded.AllocatorNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How each allocator looks, the same in all charts of a page: a colour, and for those who cannot tell colours a marker. hakmem and
 * its variants are warm, the others cool. Immutable.
 */
final class Look {
    /** The colours {@code --w0…} and {@code --k0…} of the style sheet. */
    private static final int WARM = 4;

    private static final int COOL = 10;

    /** Outlines about the origin, as SVG paths. */
    private static final List<String> MARKERS = List.of(
            "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z",
            "M-4 -4H4V4H-4z",
            "M0 -5.2L5 3.8H-5z",
            "M0 -5.6L5.2 0L0 5.6L-5.2 0z",
            "M0 5.2L5 -3.8H-5z",
            "M-1.7 -5H1.7V-1.7H5V1.7H1.7V5H-1.7V1.7H-5V-1.7H-1.7z");

    /** As many characters as half of a panel has room for. */
    static final int LONGEST_NAME = 32;

    private final Map<String, Integer> places = new LinkedHashMap<>();

    /**
     * Gives out colours.
     *
     * @param allocators all names there are; those that come first get the colours that differ most
     */
    Look(Collection<String> allocators) {
        List<String> own = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String name : allocators) {
            (AllocatorNames.isOwn(name) ? own : others).add(name);
        }
        own.forEach(name -> places.putIfAbsent(name, places.size()));
        int owned = places.size();
        others.forEach(name -> places.putIfAbsent(name, places.size() - owned));
    }

    /** All allocators, hakmem's variants first. */
    List<String> allocators() {
        return List.copyOf(places.keySet());
    }

    /** The class that gives an element the allocator's colour, as {@code currentColor}. */
    String colour(String allocator) {
        int place = places.get(allocator);
        return AllocatorNames.isOwn(allocator) ? "w" + place % WARM : "k" + place % COOL;
    }

    /** The outline of the allocator's marker. */
    String marker(String allocator) {
        int place = places.get(allocator);
        return MARKERS.get(
                (AllocatorNames.isOwn(allocator) ? place / WARM * 2 + place % WARM : place) % MARKERS.size());
    }

    /** The dashes of the allocator's lines; null for none. The cool colours are given out again after ten. */
    String dashes(String allocator) {
        int place = places.get(allocator);
        return place >= (AllocatorNames.isOwn(allocator) ? WARM : COOL) ? "5 3" : null;
    }

    /** A name that fits a chart. */
    static String shorten(String name) {
        return shorten(name, LONGEST_NAME);
    }

    /** A name of at most so many characters. */
    static String shorten(String name, int most) {
        return name.length() <= most ? name : name.substring(0, most - 1) + "…";
    }
}
