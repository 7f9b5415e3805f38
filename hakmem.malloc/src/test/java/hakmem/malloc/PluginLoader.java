package hakmem.malloc;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads the plug-ins of the tests as a program's class path would: from an unnamed module, found by {@code META-INF/services}. The
 * tests themselves are in a named module, where {@link java.util.ServiceLoader} would not look for them.
 */
final class PluginLoader extends URLClassLoader {
    private static final String PACKAGE = "hakmem.plugin.";

    /**
     * Makes a loader.
     *
     * @param folder an empty folder, for the services
     * @param service what the plug-ins provide
     * @param providers their classes
     */
    PluginLoader(Path folder, Class<?> service, List<Class<?>> providers) throws IOException {
        super(new URL[] {folder.toUri().toURL()}, PluginLoader.class.getClassLoader());
        Path services = Files.createDirectories(folder.resolve("META-INF").resolve("services"));
        Files.write(
                services.resolve(service.getName()),
                providers.stream().map(Class::getName).toList());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream bytes = PluginLoader.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
            byte[] code = bytes.readAllBytes();
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
