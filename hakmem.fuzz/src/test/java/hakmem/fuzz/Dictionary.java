package hakmem.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whole commands for the fuzzer to put into programs. It would hardly make several of them for one slot from single bytes; and
 * what is inserted as a whole leaves the commands behind it what they were.
 */
final class Dictionary {
    /** A small one, one of another class, one that is a run of slabs, one with a mapping of its own. */
    private static final long[] SIZES = {24, 2000, 100L << 10, 3L << 20};

    private Dictionary() {}

    /** Writes it to a file, as libFuzzer reads it. */
    static void write(Path file) throws IOException {
        List<String> entries = Arrays.stream(Operation.values())
                .flatMap(operation -> Arrays.stream(By.values())
                        .map(by -> new Command(by, operation, 0, SIZES[by.ordinal() % SIZES.length], 1)))
                .map(command -> inSomeSlot(new Program(List.of(command)).toBytes()))
                .map(Dictionary::quoted)
                .toList();
        Files.write(file, entries);
    }

    /** The third byte: 0 is the first of those that are filled. */
    private static byte[] inSomeSlot(byte[] command) {
        command[2] = 0;
        return command;
    }

    private static String quoted(byte[] bytes) {
        return IntStream.range(0, bytes.length)
                .mapToObj(i -> "\\x%02x".formatted(bytes[i]))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
