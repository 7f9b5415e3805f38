package hakmem.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * Commands to be carried out one after the other. A program is made by a generator, or read from bytes, six for each command:
 *
 * <pre>
 *  0          1          2       3        4 .. 5
 * +----------+----------+-------+--------+-----------------------------+
 * | operation| by       | slot  | detail | size: 5 bits of exponent,   |
 * |          |          |       |        | 11 bits of mantissa         |
 * +----------+----------+-------+--------+-----------------------------+
 * </pre>
 *
 * @param commands what is done
 */
record Program(List<Command> commands) {
    private static final int COMMAND_BYTES = 6;
    private static final int MANTISSA_BITS = 11;
    private static final int MANTISSA_MASK = (1 << MANTISSA_BITS) - 1;

    /** So that the largest size is below 64 MiB. */
    private static final int LARGEST_EXPONENT = 15;

    /** Longer inputs say nothing that shorter ones cannot. */
    private static final int LONGEST = 500;

    Program {
        commands = List.copyOf(commands);
    }

    /** Reads a program; any bytes are one. */
    static Program of(byte[] bytes) {
        List<Command> commands = new ArrayList<>();
        Operation[] operations = Operation.values();
        By[] threads = By.values();
        for (int at = 0; at + COMMAND_BYTES <= bytes.length && commands.size() < LONGEST; at += COMMAND_BYTES) {
            int size = Byte.toUnsignedInt(bytes[at + 4]) << Byte.SIZE | Byte.toUnsignedInt(bytes[at + 5]);
            int exponent = (size >>> MANTISSA_BITS) % (LARGEST_EXPONENT + 1);
            commands.add(new Command(
                    threads[Byte.toUnsignedInt(bytes[at + 1]) % threads.length],
                    operations[Byte.toUnsignedInt(bytes[at]) % operations.length],
                    Byte.toUnsignedInt(bytes[at + 2]),
                    (long) (size & MANTISSA_MASK) << exponent,
                    Byte.toUnsignedInt(bytes[at + 3])));
        }
        return new Program(commands);
    }

    /** The bytes of a program, its sizes rounded down to what can be written. */
    byte[] toBytes() {
        byte[] bytes = new byte[commands.size() * COMMAND_BYTES];
        int at = 0;
        for (Command command : commands) {
            int exponent = Math.max(0, Long.SIZE - MANTISSA_BITS - Long.numberOfLeadingZeros(command.byteSize()));
            int size = exponent << MANTISSA_BITS | (int) (command.byteSize() >>> exponent);
            bytes[at] = (byte) command.operation().ordinal();
            bytes[at + 1] = (byte) command.by().ordinal();
            bytes[at + 2] = (byte) command.slot();
            bytes[at + 3] = (byte) command.detail();
            bytes[at + 4] = (byte) (size >>> Byte.SIZE);
            bytes[at + 5] = (byte) size;
            at += COMMAND_BYTES;
        }
        return bytes;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        commands.forEach(command -> text.append(command).append(System.lineSeparator()));
        return text.toString();
    }
}
