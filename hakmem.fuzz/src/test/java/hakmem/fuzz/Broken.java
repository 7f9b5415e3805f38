package hakmem.fuzz;

import hakmem.api.Allocator;
import hakmem.api.DoubleFreeException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** An allocator that does not notice when a block is freed twice: a fuzzer that does not find that finds nothing. */
final class Broken {
    private Broken() {}

    /** Stands before a sound one, which is closed with it. */
    static Allocator of(Allocator sound) {
        return (Allocator) Proxy.newProxyInstance(
                Allocator.class.getClassLoader(), new Class<?>[] {Allocator.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(sound, arguments);
                    } catch (InvocationTargetException e) {
                        if (method.getName().equals("free") && e.getCause() instanceof DoubleFreeException) {
                            return null;
                        }
                        throw e.getCause();
                    }
                });
    }
}
