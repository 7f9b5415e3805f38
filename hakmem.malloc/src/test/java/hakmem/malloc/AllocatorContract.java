package hakmem.malloc;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;
import hakmem.api.Hardening;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What tests of {@link Allocator}'s promises run on: every pool strategy on every memory source, hardened in every way. Each test
 * has an allocator of its own, whose structures are checked afterwards.
 */
@ParameterizedClass(name = "{0} on {1}, hardened {2}")
@CsvSource(
        delimiter = ';',
        value = {
            "recycling; posix; false",
            "recycling; mapped; false",
            "fixed; posix; false",
            "fixed; mapped; false",
            "locked; posix; false",
            "locked; mapped; false",
            "recycling; posix; true",
            "recycling; mapped; true",
            "fixed; posix; true",
            "locked; posix; true",
            "recycling; posix; poison",
            "recycling; posix; quarantine",
            "recycling; posix; guard",
            "recycling; posix; random",
            "recycling; posix; decommit",
            "recycling; posix; poison,quarantine",
        })
abstract class AllocatorContract {
    /** Bytes: from every class of sizes, and at its edges. */
    static final long[] SIZES = {
        0,
        1,
        15,
        16,
        17,
        100,
        1000,
        4096,
        20_000,
        32_768,
        32_769,
        65_536,
        70_000,
        500_000,
        1 << 20,
        (1 << 20) + 1,
        5 << 20
    };

    @Parameter(0)
    String strategy;

    @Parameter(1)
    String source;

    @Parameter(2)
    String hardening;

    /** The one under test, with a limit of 1 GiB. */
    Allocator allocator;

    @BeforeEach
    void open() {
        allocator = open(1L << 30);
    }

    /** Another one, with a limit in bytes. */
    Allocator open(long limit) {
        return Hakmem.builder()
                .pool(strategy)
                .memorySource(source)
                .limit(limit)
                .hardened(Hardening.parse(hardening))
                .build();
    }

    @AfterEach
    void validateAndClose() {
        if (!Inside.isClosed(allocator)) {
            Inside.validate(allocator);
            allocator.close();
        }
    }
}
