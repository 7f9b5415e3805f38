package hakmem.malloc;

import static org.assertj.core.api.Assertions.assertThat;

import hakmem.plugin.UseEverything;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A class whose static initializer finds the Java heap full can never be used again, by no thread. So all that an allocator needs
 * is initialized when it is made: a call may fail for want of a Java object, but the next one works.
 */
class InitializersTest {
    /** The JVM says "(no method)" where a class has no static initializer. */
    private static final Pattern WITH_INITIALIZER =
            Pattern.compile("Initializing 'hakmem/(?!plugin/)[^']*' ?\\((?!no method).*");

    @ParameterizedTest
    @CsvSource({
        "recycling, false, posix",
        "recycling, false, mapped",
        "fixed, decommit, posix",
        "locked, false, posix",
        "recycling, quarantine, posix",
        "recycling, true, posix",
        "recycling, true, mapped"
    })
    void noClassIsInitializedOnceTheAllocatorIsMade(String pool, String hardening, String source) throws Exception {
        List<String> printed = ForkedJvm.run(
                List.of(
                        "-Xlog:class+init=info",
                        "-Dhakmem.memory=" + source,
                        "--enable-native-access=hakmem.superslab",
                        "--module-path",
                        ForkedJvm.HAKMEM,
                        "--add-modules",
                        "hakmem.malloc",
                        "--class-path",
                        ForkedJvm.tests().toString()),
                UseEverything.class,
                pool,
                hardening);

        int made = printed.indexOf(UseEverything.MADE);
        int done = printed.indexOf(UseEverything.DONE);
        assertThat(made).as("%s", printed).isPositive();
        assertThat(done).as("%s", printed.subList(made, printed.size())).isGreaterThan(made);
        assertThat(printed.subList(0, made)).anyMatch(WITH_INITIALIZER.asPredicate());
        assertThat(printed.subList(made, done))
                .filteredOn(WITH_INITIALIZER.asPredicate())
                .isEmpty();
    }
}
