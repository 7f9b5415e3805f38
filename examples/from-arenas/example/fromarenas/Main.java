package example.fromarenas;

import hakmem.api.Hakmem;
import java.util.Random;

/** The same results before and after. */
final class Main {
    private static final long SEED = 2026;

    private Main() {}

    public static void main(String[] args) {
        for (int length = 0; length < 20_000; length += 997) {
            String text = "x".repeat(length);
            require(Before.checksum(text) == After.checksum(text), "the same checksum of " + length + " bytes");
        }
        System.out.println("OK arenas: the same code, the same checksums");

        Random random = new Random(SEED);
        try (Before.Store before = new Before.Store();
                After.Store after = new After.Store()) {
            for (int i = 0; i < 2000; i++) {
                byte[] value = new byte[random.nextInt(2000)];
                random.nextBytes(value);
                String key = "key " + random.nextInt(100);
                before.put(key, value);
                after.put(key, value);
                require(before.get(key).mismatch(after.get(key)) == -1, "the same value, seed " + SEED);
            }
            require(Hakmem.allocator().stats().liveBlocks() == 100, "a block for each key, seed " + SEED);
        }
        require(Hakmem.allocator().stats().liveBlocks() == 0, "nothing is left");
        System.out.println("OK blocks instead of an arena each: the same values");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
