package hakmem.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hakmem.superslab.spi.MemorySource;
import hakmem.superslab.spi.MemorySourceProvider;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ProvidersTest {
    /** A service of the tests, so that duplicates can be found by a real loader. */
    private record Named(String name, String description) implements MemorySourceProvider {
        @Override
        public MemorySource open() {
            throw new UnsupportedOperationException("not here");
        }
    }

    @Test
    void theBuiltInSourcesAreFound() {
        assertThat(MemorySources.providers())
                .extracting(MemorySourceProvider::name)
                .contains(MemorySources.DEFAULT, MemorySources.PORTABLE)
                .doesNotHaveDuplicates();
        assertThat(MemorySources.providers())
                .extracting(MemorySourceProvider::description)
                .allSatisfy(line -> assertThat(line).isNotBlank().doesNotContain("\n"));
    }

    @Test
    void aSourceIsOpenedByName() {
        assertThat(MemorySources.open(Optional.of("mapped")).name()).isEqualTo("mapped");
    }

    @Test
    void anUnknownNameListsThoseFound() {
        assertThatThrownBy(() -> MemorySources.open(Optional.of("posics")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown memory source \"posics\"; found: mapped, posix");
    }

    @Test
    void twoProvidersOfOneNameAreAnErrorThatNamesBoth() {
        MemorySourceProvider one = new Named("same", "one");
        MemorySourceProvider other = new MemorySourceProvider() {
            @Override
            public String name() {
                return "same";
            }

            @Override
            public String description() {
                return "other";
            }

            @Override
            public MemorySource open() {
                throw new UnsupportedOperationException("not here");
            }
        };
        assertThatThrownBy(() -> Providers.unique(List.of(one, other), MemorySourceProvider::name, "memory source"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"same\"")
                .hasMessageContaining(one.getClass().getName())
                .hasMessageContaining(other.getClass().getName());
    }

    @Test
    void aNameIsLookedForInTheModulesFirst() {
        ModuleLayer layer = Providers.layerFirst(MemorySources.class);
        assertThat(layer).isSameAs(MemorySources.class.getModule().getLayer()).isNotNull();
        ServiceLoader<MemorySourceProvider> modules = ServiceLoader.load(layer, MemorySourceProvider.class);
        assertThat(Providers.findOrNull(modules, MemorySourceProvider::name, "mapped", "memory source"))
                .isInstanceOf(MemorySourceProvider.class);
        assertThat(Providers.findOrNull(modules, MemorySourceProvider::name, "posics", "memory source"))
                .isNull();
    }

    @Test
    void allProvidersAreLookedAtWhereTheContextHasAnotherLoader() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThat(Providers.layerFirst(MemorySources.class)).isNull();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aProviderFoundByTwoLoadersIsOneProvider() {
        assertThat(Providers.unique(
                        List.of(new Named("a", ""), new Named("a", "")), MemorySourceProvider::name, "memory source"))
                .hasSize(1);
    }

    @Test
    void aProviderWithoutANameIsAnErrorThatNamesIt() {
        assertThatThrownBy(() ->
                        Providers.unique(List.of(new Named(null, "")), MemorySourceProvider::name, "memory source"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Named.class.getName());
    }

    @Test
    void theModulePathAndTheClassPathAgreeOnTheProviders() throws Exception {
        List<String> onModulePath = MemorySources.class.getModule().getDescriptor().provides().stream()
                .filter(provides -> provides.service().equals(MemorySourceProvider.class.getName()))
                .map(ModuleDescriptor.Provides::providers)
                .flatMap(List::stream)
                .toList();
        List<String> onClassPath;
        try (InputStream file = MemorySources.class
                .getModule()
                .getResourceAsStream("META-INF/services/" + MemorySourceProvider.class.getName())) {
            onClassPath = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
        assertThat(onClassPath).isNotEmpty().containsExactlyInAnyOrderElementsOf(onModulePath);
        for (String provider : onClassPath) {
            assertThat(Class.forName(provider).getConstructor().newInstance()).isInstanceOf(MemorySourceProvider.class);
        }
        assertThat(ServiceLoader.load(MemorySourceProvider.class)).hasSizeGreaterThanOrEqualTo(2);
    }
}
