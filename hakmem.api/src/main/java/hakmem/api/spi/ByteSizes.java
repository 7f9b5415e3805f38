package hakmem.api.spi;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them in system properties. Safe for use by several threads. */
public final class ByteSizes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})([kmgt]?)b?");
    private static final String UNITS = " kmgt";
    private static final int UNIT_SHIFT = 10;

    private ByteSizes() {}

    /**
     * Reads a size: digits, then optionally k, m, g or t for powers of 1024, in either case.
     *
     * @param property the name of the system property, for the message
     * @param text its value
     * @return bytes, positive
     * @throws IllegalArgumentException if the text is no such size, is 0, or is too large for a {@code long}
     */
    public static long parse(String property, String text) {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            // The empty unit is found at 0.
            int shift = UNITS.indexOf(matcher.group(2)) * UNIT_SHIFT;
            long number = Long.parseLong(matcher.group(1));
            if (number > 0 && number <= Long.MAX_VALUE >> shift) {
                return number << shift;
            }
        }
        throw new IllegalArgumentException(property + " must be a positive size such as 512m or 4g: " + text);
    }
}
