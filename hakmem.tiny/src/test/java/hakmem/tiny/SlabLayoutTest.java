package hakmem.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jol.datamodel.DataModel;
import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.datamodel.Model64_Lilliput;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;
import org.openjdk.jol.layouters.HotSpotLayouter;
import org.openjdk.jol.layouters.Layouter;

/**
 * Where the fields of a slab's descriptor lie. The layouts are computed as the JVM computes them, for a Java heap of each kind,
 * so that the test says the same on a machine whose heap is too large for compressed references.
 */
class SlabLayoutTest {
    private static final int LINE = 64;

    /** What an access to one line may fetch, too. */
    private static final int PAIR = 128;

    private static final Layouter USUAL = new HotSpotLayouter(new Model64(true, true), 25);

    static Stream<Layouter> jvms() {
        Stream<DataModel> models =
                Stream.of(new Model64(true, true), new Model64(false, true), new Model64_Lilliput(true, 8, false));
        return models.map(model -> new HotSpotLayouter(model, 25));
    }

    @Test
    void theStatisticsCountWhatASlabTakesOnTheJavaHeap() {
        assertThat(PaddedBlockSlab.BYTES).isEqualTo(layout(USUAL).instanceSize());
    }

    @Test
    void whatMallocAndFreeUseIsWithinALineOfTheObjectsStart() {
        assertThat(end(hot(USUAL))).isLessThanOrEqualTo(LINE);
    }

    /** However the two lie to the lines: from the last field of one to the first of the next it is a line at least. */
    @ParameterizedTest
    @MethodSource("jvms")
    void theHotFieldsOfTwoNeighboursAreNeverOnOneLine(Layouter jvm) {
        List<FieldLayout> hot = hot(jvm);
        assertThat(hot).hasSize(BlockSlabHot.class.getDeclaredFields().length);
        assertThat(layout(jvm).instanceSize() + hot.getFirst().offset() - end(hot))
                .isGreaterThanOrEqualTo(LINE);
    }

    /** The other fields of the owner, too: the padding comes last. A pair of lines may be fetched together. */
    @ParameterizedTest
    @MethodSource("jvms")
    void behindAllThatIsUsedThereIsAPairOfLinesOfNothing(Layouter jvm) {
        List<FieldLayout> padding = fieldsOf(jvm, PaddedBlockSlab.class);
        List<FieldLayout> used = fieldsOf(jvm, BlockSlabHot.class, BlockSlab.class);
        assertThat(padding.getFirst().offset()).isGreaterThanOrEqualTo(end(used));
        assertThat(layout(jvm).instanceSize() - end(used)).isGreaterThanOrEqualTo(PAIR);
    }

    @Test
    void theEntriesOfTwoNeighbouringArraysAreNeverOnOnePairOfLines() {
        for (int c = 0; c < SizeClasses.COUNT; c++) {
            ClassLayout array = ClassLayout.parseInstance(BlockLinks.of(c), USUAL);
            assertThat(array.headerSize()).isEqualTo(BlockLinks.ARRAY_HEADER);
            assertThat(array.instanceSize()).isEqualTo(BlockLinks.bytes(c));
            long used = array.headerSize() + (long) Short.BYTES * BlockLinks.capacity(c);
            assertThat(array.instanceSize() + array.headerSize() - used)
                    .as("class %d", c)
                    .isGreaterThanOrEqualTo(PAIR);
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void aHeapHasAPairOfLinesOfNothingBeforeAndBehindAllThatIsUsed(Layouter jvm) {
        ClassLayout heap = ClassLayout.parseClass(PaddedThreadHeap.class, jvm);
        List<FieldLayout> used = fieldsOf(heap, OwnedHeap.class, ThreadHeapHot.class, ThreadHeap.class);
        assertThat(used).hasSizeGreaterThan(10);
        assertThat(used.getFirst().offset()).isGreaterThanOrEqualTo(PAIR);
        assertThat(heap.instanceSize() - end(used)).isGreaterThanOrEqualTo(PAIR);
    }

    private static List<FieldLayout> hot(Layouter jvm) {
        return fieldsOf(jvm, BlockSlabHot.class);
    }

    /** Those of the instances of some classes, by their place. */
    private static List<FieldLayout> fieldsOf(Layouter jvm, Class<?>... classes) {
        return fieldsOf(layout(jvm), classes);
    }

    private static List<FieldLayout> fieldsOf(ClassLayout layout, Class<?>... classes) {
        List<String> names = Arrays.stream(classes).map(Class::getSimpleName).toList();
        return layout.fields().stream()
                .filter(field -> names.contains(field.classShortName()))
                .toList();
    }

    private static long end(List<FieldLayout> fields) {
        FieldLayout last = fields.getLast();
        return last.offset() + last.size();
    }

    private static ClassLayout layout(Layouter jvm) {
        return ClassLayout.parseClass(PaddedBlockSlab.class, jvm);
    }
}
