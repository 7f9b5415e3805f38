package hakmem.bench.bounds;

/**
 * What became of one scenario; all figures but the last two in bytes.
 *
 * @param scenario its name
 * @param peakLive the most that was live at once
 * @param peakCommitted the most that was found committed
 * @param live what is live at rest
 * @param afterRest committed after the decay, nobody having called the allocator, with the threads there still that are part
 *     of the scenario
 * @param restBound the most it may be
 * @param afterTrim committed after these threads have ended and {@code trim()} was called
 * @param trimBound the most it may be
 * @param isKept whether both bounds, and whatever else the scenario checks, were kept
 * @param remark what else there is to say
 */
public record BoundsResult(
        String scenario,
        long peakLive,
        long peakCommitted,
        long live,
        long afterRest,
        long restBound,
        long afterTrim,
        long trimBound,
        boolean isKept,
        String remark) {}
