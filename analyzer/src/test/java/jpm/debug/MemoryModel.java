package jpm.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** A handful of objects made by a test: strings, and objects with fields. */
final class MemoryModel implements ObjectModel {
    private record Thing(String className, @Nullable String text, List<Field> fields) {}

    private final List<Thing> things = new ArrayList<>();

    Value string(String text) {
        return add(new Thing("java.lang.String", text, List.of()));
    }

    Value object(String className, Map<String, Value> fields) {
        List<Field> all = new ArrayList<>();
        fields.forEach((name, value) -> all.add(new Field(className, name, "java.lang.Object", value)));
        return add(new Thing(className, null, all));
    }

    private Value add(Thing thing) {
        things.add(thing);
        return new Value.Reference(things.size());
    }

    private Thing thing(long id) {
        return things.get((int) id - 1);
    }

    @Override
    public String className(long id) {
        return thing(id).className();
    }

    @Override
    public List<String> classNames(long id) {
        return List.of(className(id), "java.lang.Object");
    }

    @Override
    public boolean isArray(long id) {
        return false;
    }

    @Override
    public int arrayLength(long id) {
        throw new IllegalArgumentException("no array");
    }

    @Override
    public Value arrayElement(long id, int index) {
        throw new IllegalArgumentException("no array");
    }

    @Override
    public List<Field> fields(long id) {
        return thing(id).fields();
    }

    @Override
    public @Nullable Value field(long id, String name) {
        return fields(id).stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable List<Field> statics(String className) {
        return null;
    }

    @Override
    public @Nullable String string(long id, int maxChars) {
        String text = thing(id).text();
        return text == null ? null : text.substring(0, Math.min(maxChars, text.length()));
    }

    @Override
    public int stringLength(long id) {
        String text = thing(id).text();
        return text == null ? 0 : text.length();
    }

    @Override
    public @Nullable String representedClass(long id) {
        return null;
    }
}
