package hakmem.superslab.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mapping of this process, as Linux shows it.
 *
 * @param protection as in "rw-p"
 * @param residentKibibytes its pages in memory
 */
record Mapping(String protection, long residentKibibytes) {
    private static final Pattern HEAD = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) (....) .*");
    private static final Pattern RESIDENT = Pattern.compile("Rss: +([0-9]+) kB");
    private static final Pattern ALL = Pattern.compile("([0-9]+) .*\\s*");

    /** The mapping an address lies in. */
    static Optional<Mapping> at(long address) throws IOException {
        String protection = null;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            Matcher head = HEAD.matcher(line);
            Matcher resident = RESIDENT.matcher(line);
            if (head.matches()) {
                boolean inside = Long.parseUnsignedLong(head.group(1), 16) <= address
                        && address < Long.parseUnsignedLong(head.group(2), 16);
                protection = inside ? head.group(3) : null;
            } else if (protection != null && resident.matches()) {
                return Optional.of(new Mapping(protection, Long.parseLong(resident.group(1))));
            }
        }
        return Optional.empty();
    }

    /** The address space of the process, in pages. */
    static long allPages() throws IOException {
        Matcher all = ALL.matcher(Files.readString(Path.of("/proc/self/statm")));
        if (!all.matches()) {
            throw new IOException("no number of pages");
        }
        return Long.parseLong(all.group(1));
    }
}
