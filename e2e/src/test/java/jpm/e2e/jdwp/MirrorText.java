package jpm.e2e.jdwp;

import com.sun.jdi.ArrayReference;
import com.sun.jdi.BooleanValue;
import com.sun.jdi.ByteValue;
import com.sun.jdi.CharValue;
import com.sun.jdi.ClassObjectReference;
import com.sun.jdi.ClassType;
import com.sun.jdi.DoubleValue;
import com.sun.jdi.Field;
import com.sun.jdi.FloatValue;
import com.sun.jdi.IntegerValue;
import com.sun.jdi.LongValue;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.PrimitiveValue;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ShortValue;
import com.sun.jdi.StringReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import jpm.testdata.oracle.Canonical;
import org.jspecify.annotations.Nullable;

/** The canonical texts of {@link Canonical}, made from what a debugger sees; collections are asked as an IDE asks them. */
final class MirrorText {
    private static final Set<String> BOXES = Set.of(
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Short",
            "java.lang.Character",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Float",
            "java.lang.Double");

    private final ThreadReference thread;
    private final Deque<ObjectReference> open = new ArrayDeque<>();

    MirrorText(ThreadReference thread) {
        this.thread = thread;
    }

    String of(@Nullable Value value) {
        if (value == null) {
            return "null";
        }
        return value instanceof PrimitiveValue primitive ? primitive(primitive) : reference((ObjectReference) value);
    }

    private static String primitive(PrimitiveValue value) {
        if (value instanceof BooleanValue flag) {
            return Canonical.of(flag.value());
        } else if (value instanceof ByteValue number) {
            return Canonical.of(number.value());
        } else if (value instanceof ShortValue number) {
            return Canonical.of(number.value());
        } else if (value instanceof CharValue character) {
            return Canonical.of(character.value());
        } else if (value instanceof IntegerValue number) {
            return Canonical.of(number.value());
        } else if (value instanceof LongValue number) {
            return Canonical.of(number.value());
        } else if (value instanceof FloatValue number) {
            return Canonical.of(number.value());
        } else if (value instanceof DoubleValue number) {
            return Canonical.of(number.value());
        }
        throw new IllegalArgumentException(value.type().name());
    }

    private String reference(ObjectReference object) {
        String className = object.referenceType().name();
        if (object instanceof StringReference string) {
            return Canonical.string(string.value());
        }
        if (object instanceof ClassObjectReference mirror) {
            return "class:" + mirror.reflectedType().name();
        }
        if (BOXES.contains(className)) {
            return className + "(" + of(field(object, "value")) + ")";
        }
        if (isA(object, "java.lang.Enum")) {
            return "enum:" + declaringEnum((ClassType) object.referenceType()) + "."
                    + ((StringReference) field(object, "name")).value();
        }
        return isA(object, "java.lang.Throwable") ? className : nested(object, className);
    }

    private static @Nullable Value field(ObjectReference object, String name) {
        return object.getValue(object.referenceType().fieldByName(name));
    }

    private static boolean isA(ObjectReference object, String className) {
        return object.referenceType() instanceof ClassType type && lineage(type).contains(className);
    }

    private static List<String> lineage(ClassType type) {
        List<String> names = new ArrayList<>();
        for (ClassType at = type; at != null; at = at.superclass()) {
            names.add(at.name());
        }
        return names;
    }

    private static String declaringEnum(ClassType type) {
        List<String> lineage = lineage(type);
        return lineage.get(lineage.indexOf("java.lang.Enum") - 1);
    }

    private String nested(ObjectReference object, String className) {
        int level = 0;
        for (ObjectReference above : open) {
            level++;
            if (above.equals(object)) {
                return "^" + level;
            }
        }
        if (open.size() >= Canonical.MAX_DEPTH) {
            return Canonical.TOO_DEEP;
        }
        open.push(object);
        String text = compound(object, className);
        open.pop();
        return text;
    }

    private String compound(ObjectReference object, String className) {
        if (object instanceof ArrayReference array) {
            return array(array, className);
        }
        if (className.startsWith("java.")) {
            if (implementsInterface(object, "java.util.Collection")) {
                return className + "[" + String.join(",", texts(elements(object, "toArray"))) + "]";
            }
            return implementsInterface(object, "java.util.Map")
                    ? className + "[" + String.join(",", entries(object)) + "]"
                    : className + "@";
        }
        return object(object, className);
    }

    private static boolean implementsInterface(ObjectReference object, String name) {
        return ((ClassType) object.referenceType())
                .allInterfaces().stream().anyMatch(type -> type.name().equals(name));
    }

    private List<Value> elements(ObjectReference object, String method) {
        return ((ArrayReference) call(object, method, "()", List.of())).getValues();
    }

    private @Nullable Value call(ObjectReference object, String name, String arguments, List<Value> values) {
        Method method = object.referenceType().methodsByName(name).stream()
                .filter(candidate -> candidate.signature().startsWith(arguments) && !candidate.isAbstract())
                .findFirst()
                .orElseThrow();
        try {
            return object.invokeMethod(thread, method, values, ObjectReference.INVOKE_SINGLE_THREADED);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> texts(List<Value> values) {
        return values.stream().map(this::of).toList();
    }

    private List<String> entries(ObjectReference map) {
        List<String> entries = new ArrayList<>();
        for (Value key : elements(map, "keySet")) {
            List<Value> argument = new ArrayList<>();
            argument.add(key);
            entries.add(key(key) + "=" + of(call(map, "get", "(Ljava/lang/Object;)", argument)));
        }
        return entries;
    }

    /** As a {@link Canonical} text has keys: by their own texts. */
    private String key(@Nullable Value key) {
        if (key instanceof StringReference string) {
            return "[\"" + string.value() + "\"]";
        }
        return "["
                + (key == null
                        ? "null"
                        : ((StringReference) call((ObjectReference) key, "toString", "()", List.of())).value())
                + "]";
    }

    private String array(ArrayReference array, String className) {
        String joined = String.join(",", texts(array.length() == 0 ? List.of() : array.getValues()));
        int length = array.length();
        String component = className.substring(0, className.length() - 2);
        return component + "[" + length + "]"
                + (length >= Canonical.MAX_ELEMENTS ? Canonical.elementsHash(joined) : "{" + joined + "}");
    }

    private String object(ObjectReference object, String className) {
        boolean lambda = className.contains("$$Lambda");
        List<String> fields = new ArrayList<>();
        for (Field field : object.referenceType().allFields()) {
            ReferenceType declaring = field.declaringType();
            if (!field.isStatic() && !declaring.name().startsWith("java.")) {
                String label = lambda ? field.name() : declaring.name() + "." + field.name();
                fields.add(label + "=" + of(object.getValue(field)));
            }
        }
        fields.sort(Comparator.naturalOrder());
        return (lambda ? "lambda" : className) + "{" + String.join(",", fields) + "}";
    }
}
