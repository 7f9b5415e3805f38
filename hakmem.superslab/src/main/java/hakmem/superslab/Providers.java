package hakmem.superslab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What memory sources and pool strategies have in common: providers found by {@link ServiceLoader}, chosen by name. */
public final class Providers {
    private Providers() {}

    /**
     * Collects the providers of two loaders, that of the caller's context and that of hakmem, each class once.
     *
     * @param <P> the provider's type
     * @param context the loader of the thread's context
     * @param own the loader of hakmem's own class loader
     * @param name how a provider tells its name
     * @param kind what a provider is called in messages
     * @return the providers
     * @throws IllegalStateException if two providers have one name, the message names both; or if one has none
     */
    public static <P> List<P> load(
            ServiceLoader<P> context, ServiceLoader<P> own, Function<P, String> name, String kind) {
        List<P> found = new ArrayList<>();
        for (P provider : context) {
            found.add(provider);
        }
        for (P provider : own) {
            found.add(provider);
        }
        return unique(found, name, kind);
    }

    /**
     * The layer in which to look for a name first. A {@link ServiceLoader} that ends at the modules spares a program's start the
     * configuration files of the class path, for which jars are opened again: 8 ms for two services.
     *
     * @param own a class of hakmem
     * @return its layer; or null if all providers have to be looked at, because hakmem is on the class path or the
     *     thread's context has another class loader, whose providers come first
     */
    public static ModuleLayer layerFirst(Class<?> own) {
        return isContextLoader(own) ? own.getModule().getLayer() : null;
    }

    /**
     * Looks for a provider by its name.
     *
     * @param <P> the provider's type
     * @param loader the providers to choose from
     * @param name how a provider tells its name
     * @param wanted the name wanted
     * @param kind what a provider is called in messages
     * @return the provider, or null if there is none
     * @throws IllegalStateException if two providers have one name, the message names both; or if one has none
     */
    public static <P> P findOrNull(ServiceLoader<P> loader, Function<P, String> name, String wanted, String kind) {
        List<P> found = new ArrayList<>();
        for (P provider : loader) {
            found.add(provider);
        }
        for (P provider : unique(found, name, kind)) {
            if (name.apply(provider).equals(wanted)) {
                return provider;
            }
        }
        return null;
    }

    /**
     * Whether a second search, with hakmem's own class loader, would find what the first one finds: to look through the jars
     * twice takes a program's start several milliseconds.
     *
     * @param own a class of hakmem
     * @return true if the thread's context has the same class loader
     */
    public static boolean isContextLoader(Class<?> own) {
        return Objects.equals(own.getClassLoader(), Thread.currentThread().getContextClassLoader());
    }

    /** Each class once, each name once. */
    static <P> List<P> unique(List<P> found, Function<P, String> name, String kind) {
        Map<Class<?>, P> byClass = new LinkedHashMap<>();
        for (P provider : found) {
            byClass.putIfAbsent(provider.getClass(), provider);
        }
        Map<String, P> byName = new LinkedHashMap<>();
        for (P provider : byClass.values()) {
            String named = name.apply(provider);
            if (named == null) {
                throw new IllegalStateException("a %s without a name: %s".formatted(kind, describe(provider)));
            }
            P other = byName.putIfAbsent(named, provider);
            if (other != null) {
                throw new IllegalStateException("two providers for the %s \"%s\": %s and %s"
                        .formatted(kind, named, describe(other), describe(provider)));
            }
        }
        return new ArrayList<>(byName.values());
    }

    /**
     * Finds a provider by its name.
     *
     * @param <P> the provider's type
     * @param providers those to choose from
     * @param name how a provider tells its name
     * @param wanted the name wanted
     * @param kind what a provider is called in messages
     * @return the provider
     * @throws IllegalArgumentException if there is none; the message lists those found
     */
    public static <P> P find(List<P> providers, Function<P, String> name, String wanted, String kind) {
        for (P provider : providers) {
            if (name.apply(provider).equals(wanted)) {
                return provider;
            }
        }
        throw new IllegalArgumentException("unknown %s \"%s\"; found: %s"
                .formatted(kind, wanted, providers.stream().map(name).sorted().collect(Collectors.joining(", "))));
    }

    private static String describe(Object provider) {
        Module module = provider.getClass().getModule();
        return provider.getClass().getName()
                + (module.isNamed() ? " in module " + module.getName() : " on the class path");
    }
}
