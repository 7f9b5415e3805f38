package example.fromunsafe;

import hakmem.api.DoubleFreeException;
import hakmem.api.Hakmem;
import java.util.function.Supplier;

/** Three lists do the same; the latter two refuse what the first does not, and are counted. */
final class Main {
    private static final int COUNT = 100_000;

    private Main() {}

    public static void main(String[] args) {
        long before = sum(Before::new);
        long firstStep = sum(FirstStep::new);
        long after = sum(After::new);
        require(before == firstStep && before == after, "all do the same");
        refusesASecondClose(new FirstStep());
        refusesASecondClose(new After());
        Numbers numbers = new After();
        try {
            numbers.get(16);
            throw new AssertionError("an index out of bounds was not refused");
        } catch (IndexOutOfBoundsException e) {
            System.out.println("OK bounds: " + e.getMessage());
        }
        numbers.close();
        require(Hakmem.allocator().stats().liveBlocks() == 0, "nothing is left");
        System.out.println("OK from Unsafe: the sum is " + before + " three times");
    }

    private static long sum(Supplier<Numbers> list) {
        long sum = 0;
        try (Numbers numbers = list.get()) {
            for (int i = 0; i < COUNT; i++) {
                numbers.add(3L * i);
            }
            for (int i = 0; i < COUNT; i++) {
                sum += numbers.get(i);
            }
        }
        return sum;
    }

    private static void refusesASecondClose(Numbers numbers) {
        numbers.close();
        try {
            numbers.close();
        } catch (DoubleFreeException e) {
            return;
        }
        throw new AssertionError("a second close was not refused");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
