package hakmem.tck;

import hakmem.superslab.MemorySources;
import hakmem.superslab.spi.MemorySource;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** Every source of memory keeps the contract, those of the tests included. */
class MemorySourcesTest {
    @Nested
    class Posix extends MemorySourceContract {
        @Override
        protected MemorySource memorySource() {
            return MemorySources.open(Optional.of("posix"));
        }
    }

    @Nested
    class Mapped extends MemorySourceContract {
        @Override
        protected MemorySource memorySource() {
            return MemorySources.open(Optional.of("mapped"));
        }
    }

    @Nested
    class OfArenas extends MemorySourceContract {
        @Override
        protected MemorySource memorySource() {
            return new ArenaSource();
        }
    }

    @Nested
    class Scripted extends MemorySourceContract {
        @Override
        protected MemorySource memorySource() {
            return new ScriptedSource(new ArenaSource());
        }
    }
}
