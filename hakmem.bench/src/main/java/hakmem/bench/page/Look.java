package hakmem.bench.page;

import hakmem.bench.recorded.AllocatorNames;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How each allocator looks, the same in all charts of a page: a colour, which all ways to call a library share, and a marker, also
 * for those who cannot tell colours. hakmem and
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

    /** The second and the third of a family, whose lines have the same colour. */
    private static final List<String> DASHES = List.of("6 3", "2 3");

    private record Place(int colour, int sibling) {}

    private final Map<String, Place> places = new LinkedHashMap<>();

    /**
     * Gives out colours.
     *
     * @param allocators all names there are; those that come first get the colours that differ most
     */
    Look(Collection<String> allocators) {
        Map<String, Integer> families = new LinkedHashMap<>();
        Map<String, Integer> siblings = new LinkedHashMap<>();
        for (boolean own : new boolean[] {true, false}) {
            families.clear();
            for (String name : allocators) {
                if (AllocatorNames.isOwn(name) == own && !places.containsKey(name)) {
                    String family = own ? name : family(name);
                    families.putIfAbsent(family, families.size());
                    places.put(name, new Place(families.get(family), siblings.merge(family, 1, Integer::sum) - 1));
                }
            }
        }
    }

    /** One library, however it is called, has one colour. */
    private static String family(String name) {
        return name.replaceFirst("^c:", "").replaceFirst("-(critical|plain)$", "");
    }

    /** All allocators, hakmem's variants first. */
    List<String> allocators() {
        return List.copyOf(places.keySet());
    }

    /** The class that gives an element the allocator's colour, as {@code currentColor}. */
    String colour(String allocator) {
        int colour = places.get(allocator).colour();
        return AllocatorNames.isOwn(allocator) ? "w" + colour % WARM : "k" + colour % COOL;
    }

    /** The outline of the allocator's marker; families next to each other, and siblings, have different ones. */
    String marker(String allocator) {
        Place place = places.get(allocator);
        int colours = AllocatorNames.isOwn(allocator) ? WARM : COOL;
        return MARKERS.get(
                (place.colour() % colours + place.colour() / colours + place.sibling() * 2) % MARKERS.size());
    }

    /** The dashes of the allocator's lines; null for none. */
    String dashes(String allocator) {
        Place place = places.get(allocator);
        int times = place.sibling() + place.colour() / (AllocatorNames.isOwn(allocator) ? WARM : COOL);
        return times == 0 ? null : DASHES.get((times - 1) % DASHES.size());
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
