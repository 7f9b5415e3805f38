package hakmem.bench.recorded;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * An object of a result file, whose fields are read with their types checked. It knows its place in the file, so that whoever
 * wrote the file learns which field is wrong.
 */
final class JsonFields {
    private static final double LARGEST = 1e18;

    private final Path file;
    private final String place;
    private final JsonObject object;

    private JsonFields(Path file, String place, JsonObject object) {
        this.file = file;
        this.place = place;
        this.object = object;
    }

    /** The object that a file consists of. */
    static JsonFields root(Path file, JsonElement element) throws BadResultFileException {
        if (!element.isJsonObject()) {
            throw new BadResultFileException(file, "not a result file: it holds no JSON object");
        }
        return new JsonFields(file, "", element.getAsJsonObject());
    }

    /** The objects that a file consists of. */
    static List<JsonFields> roots(Path file, JsonArray elements) throws BadResultFileException {
        List<JsonFields> roots = new ArrayList<>();
        for (int index = 0; index < elements.size(); index++) {
            if (!elements.get(index).isJsonObject()) {
                throw new BadResultFileException(file, "not a result file: [" + index + "] is no JSON object");
            }
            roots.add(
                    new JsonFields(file, "[" + index + "].", elements.get(index).getAsJsonObject()));
        }
        return roots;
    }

    /** A text that must be there and not be blank. */
    String text(String name) throws BadResultFileException {
        JsonElement value = object.get(name);
        if (value == null
                || !value.isJsonPrimitive()
                || !value.getAsJsonPrimitive().isString()
                || value.getAsString().isBlank()) {
            throw wrong(name, "should be a text");
        }
        return value.getAsString();
    }

    /** A text, if it is there. */
    Optional<String> optionalText(String name) throws BadResultFileException {
        return isAbsent(name) ? Optional.empty() : Optional.of(text(name));
    }

    /** A field of any type, written as a text, if it is there. */
    Optional<String> optionalPlain(String name) {
        return isAbsent(name) ? Optional.empty() : Optional.of(plain(object.get(name)));
    }

    /** A truth value, if it is there. */
    Optional<Boolean> optionalFlag(String name) throws BadResultFileException {
        if (isAbsent(name)) {
            return Optional.empty();
        }
        JsonElement value = object.get(name);
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            throw wrong(name, "should be true or false");
        }
        return Optional.of(value.getAsBoolean());
    }

    /** A whole number from 1 that must be there. */
    int count(String name) throws BadResultFileException {
        double value = number(object.get(name), name);
        if (value < 1 || value > Integer.MAX_VALUE || value != Math.rint(value)) {
            throw wrong(name, "should be a whole number from 1");
        }
        return (int) value;
    }

    /** A figure, if it is there. */
    OptionalDouble optionalFigure(String name) throws BadResultFileException {
        return isAbsent(name) ? OptionalDouble.empty() : OptionalDouble.of(number(object.get(name), name));
    }

    /** A list of figures that must be there and not be empty. */
    List<Double> figures(String name) throws BadResultFileException {
        List<Double> values = new ArrayList<>();
        JsonArray array = array(name);
        for (int index = 0; index < array.size(); index++) {
            values.add(number(array.get(index), name + "[" + index + "]"));
        }
        if (values.isEmpty()) {
            throw wrong(name, "should hold at least one figure");
        }
        return List.copyOf(values);
    }

    /** Lists of figures, one after the other, that must be there and hold at least one. */
    List<Double> nestedFigures(String name) throws BadResultFileException {
        List<Double> values = new ArrayList<>();
        JsonArray array = array(name);
        for (int index = 0; index < array.size(); index++) {
            String where = name + "[" + index + "]";
            if (!array.get(index).isJsonArray()) {
                throw wrong(where, "should be a list");
            }
            JsonArray inner = array.get(index).getAsJsonArray();
            for (int place = 0; place < inner.size(); place++) {
                values.add(number(inner.get(place), where + "[" + place + "]"));
            }
        }
        if (values.isEmpty()) {
            throw wrong(name, "should hold at least one figure");
        }
        return List.copyOf(values);
    }

    /** A list of objects; empty if it is not there. */
    List<JsonFields> objects(String name) throws BadResultFileException {
        List<JsonFields> values = new ArrayList<>();
        JsonArray array = isAbsent(name) ? new JsonArray() : array(name);
        for (int index = 0; index < array.size(); index++) {
            values.add(object(array.get(index), name + "[" + index + "]"));
        }
        return values;
    }

    /** An object, if it is there. */
    Optional<JsonFields> optionalObject(String name) throws BadResultFileException {
        return isAbsent(name) ? Optional.empty() : Optional.of(object(object.get(name), name));
    }

    /** Pairs of figures such as {@code [[0, 17], [10, 18]]}; empty if they are not there. */
    <T> List<T> pairs(String name, PairReader<T> reader) throws BadResultFileException {
        List<T> pairs = new ArrayList<>();
        JsonArray array = isAbsent(name) ? new JsonArray() : array(name);
        for (int index = 0; index < array.size(); index++) {
            String where = name + "[" + index + "]";
            JsonElement pair = array.get(index);
            if (!pair.isJsonArray() || pair.getAsJsonArray().size() != 2) {
                throw wrong(where, "should be a pair of figures");
            }
            pairs.add(reader.read(
                    number(pair.getAsJsonArray().get(0), where + "[0]"),
                    number(pair.getAsJsonArray().get(1), where + "[1]")));
        }
        return List.copyOf(pairs);
    }

    /** Makes something of two figures. */
    @FunctionalInterface
    interface PairReader<T> {
        T read(double first, double second);
    }

    /** All fields as texts, in the order of the file; lists joined by blanks, what is nested deeper as JSON. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        object.entrySet().forEach(field -> texts.put(field.getKey(), plain(field.getValue())));
        return texts;
    }

    /** A list of texts; empty if it is not there. */
    List<String> textList(String name) throws BadResultFileException {
        List<String> values = new ArrayList<>();
        for (JsonElement element : isAbsent(name) ? new JsonArray() : array(name)) {
            values.add(plain(element));
        }
        return List.copyOf(values);
    }

    /** The names of the fields, in the order of the file. */
    List<String> names() {
        return List.copyOf(object.keySet());
    }

    /** What is thrown for a field whose value cannot be used. */
    BadResultFileException wrong(String name, String problem) {
        return new BadResultFileException(file, place + name + " " + problem);
    }

    private boolean isAbsent(String name) {
        return !object.has(name) || object.get(name).isJsonNull();
    }

    private JsonArray array(String name) throws BadResultFileException {
        JsonElement value = object.get(name);
        if (value == null || !value.isJsonArray()) {
            throw wrong(name, "should be a list");
        }
        return value.getAsJsonArray();
    }

    private JsonFields object(JsonElement value, String name) throws BadResultFileException {
        if (!value.isJsonObject()) {
            throw wrong(name, "should be an object");
        }
        return new JsonFields(file, place + name + ".", value.getAsJsonObject());
    }

    /** Figures are measured sizes and speeds: not negative, and of a size that one can compute with. */
    private double number(JsonElement value, String name) throws BadResultFileException {
        if (value != null
                && value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isNumber()) {
            double figure = value.getAsDouble();
            if (figure == 0 || (figure >= 1 / LARGEST && figure <= LARGEST)) {
                return figure;
            }
        }
        throw wrong(name, "should be 0, or a number from 10^-18 to 10^18");
    }

    private static String plain(JsonElement value) {
        if (value.isJsonPrimitive()) {
            return value.getAsString();
        }
        if (value.isJsonArray()) {
            JsonArray array = value.getAsJsonArray();
            return String.join(
                    " ",
                    IntStream.range(0, array.size())
                            .mapToObj(index -> plain(array.get(index)))
                            .toList());
        }
        return value.toString();
    }
}
