package hakmem.malloc.arena;

/** Every exception of the package is made here; each message carries the values. */
final class ArenaErrors {
    private ArenaErrors() {}

    static IllegalArgumentException badRequest(long byteSize, long byteAlignment) {
        return new IllegalArgumentException(
                "size %d must not be negative, alignment %d must be a power of two".formatted(byteSize, byteAlignment));
    }

    static WrongThreadException wrongThread(Thread owner) {
        return new WrongThreadException("the arena belongs to " + owner + ", not to " + Thread.currentThread());
    }

    static IllegalStateException closed() {
        return new IllegalStateException("the arena is closed");
    }
}
