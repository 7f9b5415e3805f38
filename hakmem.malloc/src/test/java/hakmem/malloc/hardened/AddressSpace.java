package hakmem.malloc.hardened;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's own account of the address space of this process. */
final class AddressSpace {
    /** Where the account is, on Linux. */
    static final Path MAPS = Path.of("/proc/self/maps");

    private AddressSpace() {}

    /** A part of the address space with the same permissions, such as {@code rw-p}. */
    private record Range(long start, long end, String permissions) {
        /** {@code 7f0000000000-7f0000001000 rw-p ...}. */
        static Range of(String line) {
            String[] parts = line.split(" ", 3);
            String[] range = parts[0].split("-", 2);
            return new Range(Long.parseUnsignedLong(range[0], 16), Long.parseUnsignedLong(range[1], 16), parts[1]);
        }

        boolean contains(long address) {
            return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
        }
    }

    /** Such as {@code rw-p}. */
    static String permissionsAt(long address) throws IOException {
        return rangeAt(address).permissions();
    }

    /** The first address from the given one on that must not be read. */
    static long firstInaccessible(long address) throws IOException {
        long at = address;
        while (permissionsAt(at).startsWith("r")) {
            at = rangeAt(at).end();
        }
        return at;
    }

    private static Range rangeAt(long address) throws IOException {
        return Files.readAllLines(MAPS).stream()
                .map(Range::of)
                .filter(range -> range.contains(address))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is mapped at 0x%x".formatted(address)));
    }
}
