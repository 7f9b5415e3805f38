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
 * <p>From 128 on, the slot is one of those numbered from 0. Below that, it is for a command that needs a block one of the slots
 * that the commands before have filled: few of the programs that a fuzzer makes would get far otherwise.
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

    private static final int FIRST_NUMBERED = 128;

    private static final List<Operation> OPERATIONS = List.of(Operation.values());
    private static final int OPERATION_MASK = 31;

    /** Those that make, resize and free blocks stand first; numbers that are not in use yet are theirs too. */
    private static final int COMMON = 8;

    /** The main thread more often than others: most faults do not need those, and they take longer. */
    private static final List<By> THREADS =
            List.of(By.MAIN, By.OTHER, By.PASSING, By.VIRTUAL, By.MAIN, By.MAIN, By.MAIN, By.OTHER);

    Program {
        commands = List.copyOf(commands);
    }

    /** Reads a program; any bytes are one. */
    static Program of(byte[] bytes) {
        List<Command> commands = new ArrayList<>();
        List<Integer> filled = new ArrayList<>();
        for (int at = 0; at + COMMAND_BYTES <= bytes.length && commands.size() < LONGEST; at += COMMAND_BYTES) {
            Operation operation = operationOf(bytes[at]);
            int slot = slotOf(Byte.toUnsignedInt(bytes[at + 2]), operation, filled);
            int size = Byte.toUnsignedInt(bytes[at + 4]) << Byte.SIZE | Byte.toUnsignedInt(bytes[at + 5]);
            int exponent = (size >>> MANTISSA_BITS) % (LARGEST_EXPONENT + 1);
            commands.add(new Command(
                    THREADS.get(Byte.toUnsignedInt(bytes[at + 1]) % THREADS.size()),
                    operation,
                    slot,
                    (long) (size & MANTISSA_MASK) << exponent,
                    Byte.toUnsignedInt(bytes[at + 3])));
            if (operation.emptiesSlot()) {
                filled.removeIf(full -> full == slot);
            } else if (operation.fillsSlot() && !filled.contains(slot)) {
                filled.add(slot);
            }
        }
        return new Program(commands);
    }

    private static Operation operationOf(byte written) {
        int number = written & OPERATION_MASK;
        return OPERATIONS.get(number < OPERATIONS.size() ? number : number % COMMON);
    }

    private static int slotOf(int written, Operation operation, List<Integer> filled) {
        if (written >= FIRST_NUMBERED) {
            return written - FIRST_NUMBERED;
        }
        return operation.needsBlock() && !filled.isEmpty()
                ? filled.get(written % filled.size())
                : written % Machine.SLOTS;
    }

    /** The bytes of a program, its slots as the machine counts them, its sizes rounded down to what can be written. */
    byte[] toBytes() {
        byte[] bytes = new byte[commands.size() * COMMAND_BYTES];
        int at = 0;
        for (Command command : commands) {
            int exponent = Math.max(0, Long.SIZE - MANTISSA_BITS - Long.numberOfLeadingZeros(command.byteSize()));
            int size = exponent << MANTISSA_BITS | (int) (command.byteSize() >>> exponent);
            bytes[at] = (byte) command.operation().ordinal();
            bytes[at + 1] = (byte) THREADS.indexOf(command.by());
            bytes[at + 2] = (byte) (FIRST_NUMBERED + command.slot() % Machine.SLOTS);
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
