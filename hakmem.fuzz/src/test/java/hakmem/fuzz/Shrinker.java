package hakmem.fuzz;

import hakmem.api.Hardening;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes an input that fails smaller for as long as it still fails: fewer protections, fewer commands, by halves first and then one
 * by one, and in what is left the main thread, low slots and small numbers. What comes out is small, not always the smallest.
 */
final class Shrinker {
    private final Predicate<FuzzInput> fails;
    private int runsLeft;
    private FuzzInput smallest;

    private Shrinker(FuzzInput failing, Predicate<FuzzInput> fails, int runs) {
        this.smallest = failing;
        this.fails = fails;
        this.runsLeft = runs;
    }

    /**
     * The smallest found.
     *
     * @param failing an input that fails
     * @param fails whether an input does
     * @param runs how many to try at most
     */
    static FuzzInput shrink(FuzzInput failing, Predicate<FuzzInput> fails, int runs) {
        Shrinker shrinker = new Shrinker(failing, fails, runs);
        FuzzInput before;
        do {
            before = shrinker.smallest;
            shrinker.fewerProtections();
            shrinker.fewerCommands();
            shrinker.lowerSlots();
            shrinker.simplerCommands();
        } while (!shrinker.smallest.equals(before));
        return shrinker.smallest;
    }

    /** Whether that was smaller and failed. */
    private boolean replaceBy(FuzzInput smaller) {
        if (smaller.equals(smallest) || runsLeft-- <= 0 || !fails.test(smaller)) {
            return false;
        }
        smallest = smaller;
        return true;
    }

    private void fewerProtections() {
        for (Hardening option : smallest.hardening()) {
            Set<Hardening> fewer = EnumSet.allOf(Hardening.class);
            fewer.retainAll(smallest.hardening());
            fewer.remove(option);
            replaceBy(new FuzzInput(smallest.subject(), fewer, smallest.program()));
        }
    }

    private void fewerCommands() {
        for (int length = Math.max(1, commands().size() / 2); length >= 1; length /= 2) {
            int from = 0;
            while (from < commands().size()) {
                List<Command> fewer = new ArrayList<>(commands());
                fewer.subList(from, Math.min(from + length, fewer.size())).clear();
                if (!replaceBy(smallest.with(fewer))) {
                    from += length;
                }
            }
        }
    }

    /** A slot is that of several commands, which cannot be changed one by one. */
    private void lowerSlots() {
        List<Integer> slots = commands().stream().map(Command::slot).distinct().toList();
        for (int i = 0; i < slots.size(); i++) {
            int from = slots.get(i);
            int to = i;
            replaceBy(smallest.with(commands().stream()
                    .map(c -> c.slot() == from ? new Command(c.by(), c.operation(), to, c.byteSize(), c.detail()) : c)
                    .toList()));
        }
    }

    private void simplerCommands() {
        for (int i = 0; i < commands().size(); i++) {
            int place = i;
            boolean simpler;
            do {
                simpler = simpler(commands().get(place)).anyMatch(command -> {
                    List<Command> changed = new ArrayList<>(commands());
                    changed.set(place, command);
                    return replaceBy(smallest.with(changed));
                });
            } while (simpler);
        }
    }

    /** Each smaller in one respect. */
    private static Stream<Command> simpler(Command c) {
        return Stream.of(
                        new Command(By.MAIN, c.operation(), c.slot(), c.byteSize(), c.detail()),
                        new Command(c.by(), c.operation(), 0, c.byteSize(), c.detail()),
                        new Command(c.by(), c.operation(), c.slot(), 0, c.detail()),
                        new Command(c.by(), c.operation(), c.slot(), c.byteSize() / 2, c.detail()),
                        new Command(c.by(), c.operation(), c.slot(), c.byteSize(), 0),
                        new Command(c.by(), c.operation(), c.slot(), c.byteSize(), c.detail() / 2))
                .filter(simpler -> !simpler.equals(c));
    }

    private List<Command> commands() {
        return smallest.program().commands();
    }
}
