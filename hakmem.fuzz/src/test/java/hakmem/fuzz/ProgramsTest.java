package hakmem.fuzz;

import hakmem.api.Allocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReferenceArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;

/**
 * Random programs over the whole API do what the model does, on every strategy and memory source. A failure is reported as the
 * smallest program that still fails, with the seed; {@code -Djqwik.tries.default=10000} goes on for longer.
 */
@Domain(Programs.class)
class ProgramsTest {
    @Property(shrinking = ShrinkingMode.FULL)
    void aProgramDoesWhatTheModelDoes(@ForAll Program program, @ForAll Subject subject) {
        try (Allocator allocator = subject.open();
                Machine machine = new Machine(allocator)) {
            machine.run(program);
            machine.finish(subject.givesBack);
        }
    }

    @Property
    void programsOfSeveralThreadsDoNotDisturbOneAnother(
            @ForAll @Size(min = 2, max = 4) List<Program> programs, @ForAll Subject subject) {
        try (Allocator allocator = subject.open()) {
            Model model = new Model();
            AtomicReferenceArray<Block> exchange = new AtomicReferenceArray<>(8);
            List<FutureTask<Void>> parts = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (Program program : programs) {
                FutureTask<Void> part = new FutureTask<>(
                        () -> {
                            try (Machine machine = new Machine(allocator, model, exchange, false)) {
                                machine.run(program);
                                machine.finish(subject.givesBack);
                            }
                        },
                        null);
                parts.add(part);
                threads.add(Thread.ofPlatform().daemon().start(part));
            }
            parts.forEach(Hands::await);
            threads.forEach(Hands::join);
            try (Machine last = new Machine(allocator, model, exchange, true)) {
                last.finish(subject.givesBack);
            }
        }
    }
}
