package hakmem.bench.targets;

import hakmem.bench.recorded.AllocatorNames;
import hakmem.bench.recorded.RecordedFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The targets, judged by what result files hold. */
public final class Targets {
    private final List<Standing> standings;
    private final List<Verdict> verdicts;

    private Targets(List<Standing> standings, List<Verdict> verdicts) {
        this.standings = standings;
        this.verdicts = verdicts;
    }

    /**
     * Judges.
     *
     * @param files result files, in any order
     * @return the targets
     */
    public static Targets judge(List<RecordedFile> files) {
        Evidence all = Evidence.of(files);
        Evidence interleaved = all.interleaved();
        List<Standing> standings = interleaved.comparisons(AllocatorNames::isJavaPeer).stream()
                .flatMap(place -> Standing.of(place).stream())
                .toList();
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.addAll(LarsonTargets.judge(interleaved));
        verdicts.addAll(WorkloadTargets.judge(interleaved, standings));
        verdicts.addAll(OperationTargets.judge(all.operations()));
        verdicts.addAll(UpkeepTargets.judge(interleaved));
        verdicts.sort(Comparator.comparing(Verdict::topic));
        return new Targets(standings, List.copyOf(verdicts));
    }

    /**
     * The targets that the files hold figures for.
     *
     * @return by topic
     */
    public List<Verdict> verdicts() {
        return verdicts;
    }

    /**
     * What the files hold no figures for.
     *
     * @return the topics without a verdict
     */
    public List<Topic> unmeasured() {
        return Arrays.stream(Topic.values())
                .filter(topic -> verdicts.stream().noneMatch(verdict -> verdict.topic() == topic))
                .toList();
    }

    /**
     * Where hakmem stands, in each comparison with at least one peer that Java code can call.
     *
     * @return in the order of the files
     */
    public List<Standing> standings() {
        return standings;
    }
}
