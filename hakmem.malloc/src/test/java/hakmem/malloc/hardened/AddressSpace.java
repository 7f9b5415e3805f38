package hakmem.malloc.hardened;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's own account of the address space of this process. */
final class AddressSpace {
    /** Where the account is, on Linux. */
    static final Path MAPS = Path.of("/proc/self/maps");

    private AddressSpace() {}

    /** Such as {@code rw-p}. */
    static String permissionsAt(long address) throws IOException {
        for (String line : Files.readAllLines(MAPS)) {
            // 7f0000000000-7f0000001000 rw-p ...
            String[] parts = line.split(" ", 3);
            String[] range = parts[0].split("-", 2);
            if (Long.compareUnsigned(address, Long.parseUnsignedLong(range[0], 16)) >= 0
                    && Long.compareUnsigned(address, Long.parseUnsignedLong(range[1], 16)) < 0) {
                return parts[1];
            }
        }
        throw new AssertionError("nothing is mapped at 0x%x".formatted(address));
    }
}
