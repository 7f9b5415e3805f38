package hakmem.malloc.hardened;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import hakmem.api.Allocator;
import hakmem.malloc.Inside;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the addresses of memory that was given back. */
class DecommitTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"decommit; ---p", "true; ---p", "false; rw-p", "poison,quarantine,guard,random; rw-p"})
    void memoryGivenBackIsInaccessibleIfChosen(String hardening, String permissions) throws IOException {
        assumeThat(AddressSpace.MAPS).isReadable();
        try (Allocator allocator = Inside.open("recycling", "posix", hardening)) {
            long block = allocator.malloc(100);
            assertThat(AddressSpace.permissionsAt(block)).isEqualTo("rw-p");
            allocator.free(block);
            allocator.trim();
            assertThat(allocator.stats().committedBytes()).isZero();
            assertThat(AddressSpace.permissionsAt(block)).isEqualTo(permissions);
            // Serves again.
            allocator.free(allocator.calloc(1, 100));
        }
    }
}
