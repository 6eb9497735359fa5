package jpm.e2e;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import jpm.debug.Child;
import jpm.debug.DebugSession;
import jpm.testdata.oracle.Canonical;
import jpm.value.ObjectModel;
import jpm.value.PrimitiveType;
import jpm.value.Value;

/** The canonical texts of {@link Canonical}, made from a dump: objects and arrays as they are stored, collections as the debugger shows them. */
final class DumpText {
    private static final Map<String, PrimitiveType> BOXES = Map.of(
            "java.lang.Boolean", PrimitiveType.BOOLEAN,
            "java.lang.Byte", PrimitiveType.BYTE,
            "java.lang.Short", PrimitiveType.SHORT,
            "java.lang.Character", PrimitiveType.CHAR,
            "java.lang.Integer", PrimitiveType.INT,
            "java.lang.Long", PrimitiveType.LONG,
            "java.lang.Float", PrimitiveType.FLOAT,
            "java.lang.Double", PrimitiveType.DOUBLE);

    private final ObjectModel model;
    private final DebugSession session;
    private final Deque<Long> open = new ArrayDeque<>();

    DumpText(ObjectModel model, DebugSession session) {
        this.model = model;
        this.session = session;
    }

    String of(Value value) {
        if (value instanceof Value.Null) {
            return "null";
        }
        if (value instanceof Value.Primitive primitive) {
            return primitive(primitive);
        }
        if (value instanceof Value.Reference reference) {
            return reference(reference.id());
        }
        return value.toString();
    }

    private static String primitive(Value.Primitive value) {
        long bits = value.bits();
        return switch (value.type()) {
            case BOOLEAN -> Canonical.of(bits != 0);
            case BYTE -> Canonical.of((byte) bits);
            case SHORT -> Canonical.of((short) bits);
            case CHAR -> Canonical.of((char) bits);
            case INT -> Canonical.of((int) bits);
            case LONG -> Canonical.of(bits);
            case FLOAT -> "float:" + Integer.toHexString((int) bits);
            case DOUBLE -> "double:" + Long.toHexString(bits);
        };
    }

    private String reference(long id) {
        String className = model.className(id);
        if (className.equals("java.lang.String")) {
            return string(id);
        }
        if (className.equals("java.lang.Class")) {
            return "class:" + model.representedClass(id);
        }
        if (BOXES.containsKey(className)) {
            return className + "(" + of(field(id, "value")) + ")";
        }
        List<String> lineage = model.classNames(id);
        if (lineage.contains("java.lang.Enum")) {
            return "enum:" + lineage.get(lineage.indexOf("java.lang.Enum") - 1) + "." + name(id);
        }
        return lineage.contains("java.lang.Throwable") ? className : nested(id, className);
    }

    private String string(long id) {
        String text = model.string(id, Integer.MAX_VALUE);
        return text == null ? "string not kept" : Canonical.string(text);
    }

    private String name(long id) {
        return field(id, "name") instanceof Value.Reference name
                ? String.valueOf(model.string(name.id(), 100))
                : "nameless";
    }

    private Value field(long id, String name) {
        Value value = model.field(id, name);
        return value == null ? new Value.Unavailable("no field " + name) : value;
    }

    private String nested(long id, String className) {
        int level = 0;
        for (long above : open) {
            level++;
            if (above == id) {
                return "^" + level;
            }
        }
        if (open.size() >= Canonical.MAX_DEPTH) {
            return Canonical.TOO_DEEP;
        }
        open.push(id);
        String text = compound(id, className);
        open.pop();
        return text;
    }

    private String compound(long id, String className) {
        if (model.isArray(id)) {
            return array(id, className);
        }
        if (isCollection(className)) {
            return className + "[" + String.join(",", elements(id)) + "]";
        }
        return className.startsWith("java.") ? className + "@" : object(id, className);
    }

    /** By name, as the program's own side asks {@code instanceof}. */
    private static boolean isCollection(String className) {
        return className.startsWith("java.util.")
                && className.matches(".*(List|List12|ListN|Deque|Map|MapN|Map1|Set|SetN|Set12|Queue|Vector|Stack)");
    }

    private List<String> elements(long id) {
        Value value = new Value.Reference(id);
        List<String> elements = new ArrayList<>();
        for (Child child : session.children(value, 0, session.childCount(value))) {
            boolean keyed = model.className(id).contains("Map");
            elements.add(keyed ? child.label() + "=" + of(child.value()) : of(child.value()));
        }
        return elements;
    }

    private String array(long id, String className) {
        int length = model.arrayLength(id);
        List<String> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            elements.add(of(model.arrayElement(id, i)));
        }
        String joined = String.join(",", elements);
        String component = className.substring(0, className.length() - 2);
        return component + "[" + length + "]"
                + (length >= Canonical.MAX_ELEMENTS ? Canonical.elementsHash(joined) : "{" + joined + "}");
    }

    private String object(long id, String className) {
        boolean lambda = className.contains("$$Lambda");
        List<String> fields = new ArrayList<>();
        for (ObjectModel.Field field : model.fields(id)) {
            if (!field.declaringClass().startsWith("java.")) {
                String label = lambda ? field.name() : field.declaringClass() + "." + field.name();
                fields.add(label + "=" + of(field.value()));
            }
        }
        fields.sort(Comparator.naturalOrder());
        return (lambda ? "lambda" : className) + "{" + String.join(",", fields) + "}";
    }
}
