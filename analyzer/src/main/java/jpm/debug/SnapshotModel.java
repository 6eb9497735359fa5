package jpm.debug;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jpm.snapshot.Snapshot;
import jpm.snapshot.Snapshot.Status;
import jpm.snapshot.Snapshot.Variable;
import jpm.value.ObjectModel;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a snapshot. An object of the variable table has its index as id; strings and classes, which stand in their variables, get ids
 * beyond the table as they are met. A snapshot does not tell superclasses.
 */
public final class SnapshotModel implements ObjectModel {
    private static final Set<String> STRING_TYPES = Set.of("String", "java.lang.String");
    private static final String OBJECT_CLASS = "java.lang.Object";
    private static final String STRING_CLASS = "java.lang.String";
    private static final String CLASS_CLASS = "java.lang.Class";
    private static final String CUT_MARK = " ...\"";
    private static final Value DID_NOT_FIT = new Value.Unavailable("it did not fit into the snapshot");

    /** Superclasses that matter for how an object is shown, and the fields by which their subclasses are told. */
    private static final Map<String, List<String>> FIELDS_OF_SUPERCLASSES = Map.of(
            "java.lang.Enum", List.of("name", "ordinal"),
            "java.lang.Throwable", List.of("detailMessage", "cause", "stackTrace", "suppressedExceptions"));

    private static final Map<String, PrimitiveType> PRIMITIVES = primitives();

    private final List<Variable> table;
    private final List<Variable> beyondTable = new ArrayList<>();
    private final Map<Variable, Long> idsBeyondTable = new HashMap<>();

    public SnapshotModel(Snapshot snapshot) {
        table = snapshot.variableTable();
    }

    private static Map<String, PrimitiveType> primitives() {
        Map<String, PrimitiveType> byName = new HashMap<>();
        for (PrimitiveType type : PrimitiveType.values()) {
            byName.put(type.javaName, type);
        }
        return byName;
    }

    /** The value that a variable holds. */
    public Value value(Variable variable) {
        Status status = variable.status();
        if (status != null && status.isError()) {
            return new Value.Unavailable(status.text());
        }
        Integer tableIndex = variable.tableIndex();
        if (tableIndex != null) {
            return tableIndex > Snapshot.BUFFER_FULL && tableIndex < table.size()
                    ? new Value.Reference(tableIndex)
                    : DID_NOT_FIT;
        }
        String type = variable.type();
        PrimitiveType primitive = type == null ? null : PRIMITIVES.get(type);
        if (primitive != null && variable.value() != null) {
            return primitive(primitive, variable.value());
        }
        return type == null && "null".equals(variable.value()) ? Value.NULL : new Value.Reference(idOf(variable));
    }

    private static Value primitive(PrimitiveType type, String text) {
        try {
            return new Value.Primitive(type, bits(type, text));
        } catch (NumberFormatException e) {
            return new Value.Unavailable("the snapshot has the text " + text);
        }
    }

    private static long bits(PrimitiveType type, String text) {
        return switch (type) {
            case BOOLEAN -> text.equals("true") ? 1 : 0;
            case CHAR -> text.isEmpty() ? 0 : text.charAt(0);
            case FLOAT -> Float.floatToRawIntBits(Float.parseFloat(text));
            case DOUBLE -> Double.doubleToRawLongBits(Double.parseDouble(text));
            case BYTE, SHORT, INT, LONG -> Long.parseLong(text);
        };
    }

    private long idOf(Variable variable) {
        return idsBeyondTable.computeIfAbsent(variable, key -> {
            beyondTable.add(key);
            return (long) table.size() + beyondTable.size();
        });
    }

    private Variable variable(long id) {
        return id < table.size() ? table.get((int) id) : beyondTable.get((int) (id - table.size() - 1));
    }

    @Override
    public String className(long id) {
        String type = variable(id).type();
        if (type == null) {
            return OBJECT_CLASS;
        }
        return STRING_TYPES.contains(type) ? STRING_CLASS : type;
    }

    @Override
    public List<String> classNames(long id) {
        String name = className(id);
        List<String> superclasses = variable(id).superclasses();
        if (!superclasses.isEmpty()) {
            List<String> names = new ArrayList<>();
            names.add(name);
            names.addAll(superclasses);
            names.add(OBJECT_CLASS);
            return names;
        }
        for (Map.Entry<String, List<String>> known : FIELDS_OF_SUPERCLASSES.entrySet()) {
            if (known.getValue().stream().allMatch(field -> field(id, field) != null)) {
                return List.of(name, known.getKey(), OBJECT_CLASS);
            }
        }
        return name.equals(OBJECT_CLASS) ? List.of(name) : List.of(name, OBJECT_CLASS);
    }

    @Override
    public boolean isArray(long id) {
        return className(id).endsWith("[]");
    }

    @Override
    public int arrayLength(long id) {
        if (!isArray(id)) {
            throw new IllegalArgumentException("no array: " + id);
        }
        return field(id, "length") instanceof Value.Primitive length ? (int) length.bits() : 0;
    }

    @Override
    public Value arrayElement(long id, int index) {
        Value element = field(id, "[" + index + "]");
        return element == null ? DID_NOT_FIT : element;
    }

    @Override
    public List<Field> fields(long id) {
        if (isArray(id)) {
            return List.of();
        }
        List<Field> fields = new ArrayList<>();
        for (Variable member : variable(id).members()) {
            String name = member.name();
            String type = member.type();
            fields.add(new Field(
                    className(id), name == null ? "?" : name, type == null ? OBJECT_CLASS : type, value(member)));
        }
        return fields;
    }

    @Override
    public @Nullable Value field(long id, String name) {
        for (Variable member : variable(id).members()) {
            if (name.equals(member.name())) {
                return value(member);
            }
        }
        return null;
    }

    @Override
    public @Nullable List<Field> statics(String className) {
        return null;
    }

    @Override
    public @Nullable String string(long id, int maxChars) {
        String text = className(id).equals(STRING_CLASS) ? text(variable(id)) : null;
        return text == null ? null : text.substring(0, Math.min(text.length(), maxChars));
    }

    @Override
    public int stringLength(long id) {
        Variable variable = variable(id);
        String text = text(variable);
        Status status = variable.status();
        if (status != null && status.format().equals(Status.CUT_STRING)) {
            return Integer.parseInt(status.parameters().get(0));
        }
        return text == null ? 0 : text.length();
    }

    /** The text between the quotes, without the mark of a string that was cut. */
    private static @Nullable String text(Variable variable) {
        String quoted = variable.value();
        if (quoted == null || quoted.length() < 2) {
            return quoted;
        }
        boolean cut = variable.status() != null && quoted.endsWith(CUT_MARK);
        return quoted.substring(1, quoted.length() - (cut ? CUT_MARK.length() : 1));
    }

    @Override
    public @Nullable String representedClass(long id) {
        return className(id).equals(CLASS_CLASS) ? variable(id).value() : null;
    }
}
