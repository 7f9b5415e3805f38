package hakmem.bench.recorded;

import java.util.List;
import java.util.stream.Collectors;

/** Writes arguments so that a shell reads the same again: what stands in a report can be copied and run. */
public final class ShellWords {
    private ShellWords() {}

    /**
     * Writes a command line.
     *
     * @param words the command and its arguments
     * @return one line
     */
    public static String join(List<String> words) {
        return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
    }

    private static String quote(String word) {
        if (word.matches("[A-Za-z0-9_./:=,@%+-]+")) {
            return word;
        }
        if (word.codePoints().noneMatch(Character::isISOControl)) {
            return "'" + word.replace("'", "'\\''") + "'";
        }
        StringBuilder quoted = new StringBuilder("$'");
        for (int index = 0; index < word.length(); index++) {
            char each = word.charAt(index);
            if (each == '\'' || each == '\\') {
                quoted.append('\\').append(each);
            } else if (Character.isISOControl(each)) {
                quoted.append(String.format("\\u%04x", (int) each));
            } else {
                quoted.append(each);
            }
        }
        return quoted.append('\'').toString();
    }
}
