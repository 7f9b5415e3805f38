package hakmem.fuzz;

import hakmem.api.Allocator;
import hakmem.api.Hardening;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the fuzzer's bytes mean: an allocator, and a program for it.
 *
 * <pre>
 *  0          1                           2 ..
 * +----------+---------------------------+------------+
 * | subject  | hardening, a bit for each | program    |
 * +----------+---------------------------+------------+
 * </pre>
 *
 * @param subject strategy and memory source
 * @param hardening protections
 * @param program what is done
 */
record FuzzInput(Subject subject, Set<Hardening> hardening, Program program) {
    private static final int HEADER_BYTES = 2;

    FuzzInput {
        EnumSet<Hardening> copy = EnumSet.noneOf(Hardening.class); // keeps the order, which Set.copyOf does not
        copy.addAll(hardening);
        hardening = Collections.unmodifiableSet(copy);
    }

    /** Reads an input; any bytes are one. */
    static FuzzInput of(byte[] bytes) {
        byte[] header = Arrays.copyOf(bytes, HEADER_BYTES);
        Subject[] subjects = Subject.values();
        EnumSet<Hardening> hardening = EnumSet.allOf(Hardening.class);
        hardening.removeIf(option -> (header[1] & bitOf(option)) == 0);
        return new FuzzInput(
                subjects[Byte.toUnsignedInt(header[0]) % subjects.length],
                hardening,
                Program.of(Arrays.copyOfRange(bytes, Math.min(HEADER_BYTES, bytes.length), bytes.length)));
    }

    /** The bytes of an input, the sizes in its program rounded down to what can be written. */
    byte[] toBytes() {
        byte[] commands = program.toBytes();
        byte[] bytes = new byte[HEADER_BYTES + commands.length];
        bytes[0] = (byte) subject.ordinal();
        for (Hardening option : hardening) {
            bytes[1] |= (byte) bitOf(option);
        }
        System.arraycopy(commands, 0, bytes, HEADER_BYTES, commands.length);
        return bytes;
    }

    private static int bitOf(Hardening option) {
        return 1 << option.ordinal();
    }

    /** The same allocator with other commands. */
    FuzzInput with(List<Command> commands) {
        return new FuzzInput(subject, hardening, new Program(commands));
    }

    /** Whether two runs may differ. */
    boolean isLeftToChance() {
        return hardening.contains(Hardening.RANDOM);
    }

    /** A new allocator as this input has it. */
    Allocator open() {
        return subject.open(hardening);
    }

    @Override
    public String toString() {
        return "%d commands on %s, hardened %s:%n%s"
                .formatted(program.commands().size(), subject, hardening, program);
    }
}
