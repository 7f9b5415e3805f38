package hakmem.bench.recorded;

import java.io.IOException;
import java.nio.file.Path;

/** A file that cannot be read as a result file. The message is one line for people: which file, where in it, what is wrong. */
public final class BadResultFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Text from the file may be anything; a message stays one line of a length that can be read. */
    private static final int LONGEST = 160;

    BadResultFileException(Path file, String problem) {
        super(file + ": " + oneLine(problem));
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
