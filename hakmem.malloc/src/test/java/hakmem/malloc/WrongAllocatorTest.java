package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hakmem.api.Allocator;
import hakmem.api.DoubleFreeException;
import hakmem.api.Hakmem;
import hakmem.api.InvalidFreeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A block given to another allocator than its own is refused, and the refusal names both. */
class WrongAllocatorTest {
    @ParameterizedTest
    @CsvSource({
        "100, false, false",
        "100, true, false",
        "100, false, true",
        "200000, false, false",
        "3000000, false, false",
        "3000000, true, true"
    })
    void bothAreNamed(long size, String ofOwner, String ofRefusing) {
        try (Allocator owner = Inside.open("recycling", "posix", ofOwner);
                Allocator refusing = Inside.open("fixed", "posix", ofRefusing)) {
            long block = owner.malloc(size);
            InvalidFreeException refused = catchThrowableOfType(InvalidFreeException.class, () -> refusing.free(block));
            assertThat(refused).isExactlyInstanceOf(InvalidFreeException.class);
            assertThat(refused.address()).isEqualTo(block);
            assertThat(refused.getMessage())
                    .containsPattern("refused by allocator \\d+ \\(fixed on posix\\)")
                    .containsPattern("the memory is that of allocator \\d+ \\(recycling on posix\\)");
            assertThat(catchThrowableOfType(InvalidFreeException.class, () -> refusing.realloc(block, 10)))
                    .hasMessageContaining("the memory is that of");
            assertThat(catchThrowableOfType(InvalidFreeException.class, () -> refusing.usableSize(block)))
                    .hasMessageContaining("the memory is that of");
            owner.free(block);
            Inside.validate(owner);
            Inside.validate(refusing);
        }
    }

    @ParameterizedTest
    @CsvSource({"100", "3000000"})
    void theAllocatorOfTheProcessIsNamedAsSuch(long size) {
        try (Allocator other = Inside.open("recycling", "posix", "false")) {
            long block = Hakmem.allocator().malloc(size);
            assertThat(catchThrowableOfType(InvalidFreeException.class, () -> other.free(block)))
                    .hasMessageContaining("the memory is that of the allocator of the process");
            Hakmem.allocator().free(block);
        }
    }

    @ParameterizedTest
    @CsvSource({"100", "3000000"})
    void aDoubleFreeStaysOneAndHasNoOtherOwner(long size) {
        try (Allocator allocator = Inside.open("recycling", "posix", "false");
                Allocator other = Inside.open("recycling", "posix", "false")) {
            other.free(other.malloc(100));
            long block = allocator.malloc(size);
            allocator.free(block);
            assertThat(catchThrowableOfType(DoubleFreeException.class, () -> allocator.free(block)))
                    .hasMessageContaining("refused by allocator")
                    .message()
                    .doesNotContain("the memory is that of");
        }
    }
}
