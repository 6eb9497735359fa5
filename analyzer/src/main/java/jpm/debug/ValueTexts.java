package jpm.debug;

import java.nio.charset.StandardCharsets;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.PrintLimits;
import jpm.value.Value;
import jpm.value.ValuePrinter;
import org.jspecify.annotations.Nullable;

/** Values of a dump as texts: what they print as, what they are called, and the text that some of them are. */
final class ValueTexts {
    private static final int MAX_TEXT_CHARS = 4 << 20;

    private final ObjectModel model;
    private final LogicalViews views;

    ValueTexts(LogicalViews views) {
        this.model = views.model();
        this.views = views;
    }

    /** A value as one line. */
    String printed(Value value, PrintLimits limits) {
        return new ValuePrinter(views, limits).print(value);
    }

    /** A value as one line, its numbers in another style. */
    String printed(Value value, PrintLimits limits, ValuePrinter.Style style) {
        return new ValuePrinter(views, limits, style).print(value);
    }

    /** An object as one line that always says where it is, so that it can be named again. */
    String printedWithAddress(Value.Reference object, PrintLimits limits) {
        String represented = model.representedClass(object.id());
        if (represented != null) {
            return "class " + represented + " @" + Long.toHexString(object.id());
        }
        String text = printed(object, limits);
        String head = address(object.id());
        return text.startsWith(head) ? text : head + " " + text;
    }

    /** An object as {@code Item@1f}, which expressions understand. */
    String address(long id) {
        return LogicalViews.simpleName(model.className(id)) + "@" + Long.toHexString(id);
    }

    /** The value's own type: a primitive's name, an object's class, {@code null}, or {@code unavailable}. */
    String typeName(Value value) {
        if (value instanceof Value.Primitive primitive) {
            return primitive.type().javaName;
        } else if (value instanceof Value.Reference reference) {
            return model.className(reference.id());
        } else if (value instanceof Value.Text) {
            return "java.lang.String";
        } else if (value instanceof Value.Sequence) {
            return "java.util.List";
        } else if (value instanceof Value.Made made) {
            return made.className();
        } else if (value instanceof Value.Host host) {
            return host.object() instanceof Enum<?> constant
                    ? constant.getDeclaringClass().getName()
                    : host.object().getClass().getName();
        }
        return value instanceof Value.Null ? "null" : "unavailable";
    }

    /** The first {@code maxChars} characters of a string; null for what is none, or was not kept. */
    @Nullable
    String start(Value value, int maxChars) {
        if (value instanceof Value.Text text) {
            return text.text().substring(0, Math.min(maxChars, text.text().length()));
        }
        return value instanceof Value.Reference reference ? model.string(reference.id(), maxChars) : null;
    }

    /** The text that a value is: a string's, that of an array of characters, or that of bytes in UTF-8; null for anything else. */
    @Nullable
    String content(Value value) {
        if (views.host(value) instanceof String text) {
            return text;
        }
        if (!(value instanceof Value.Reference reference) || !model.isArray(reference.id())) {
            return null;
        }
        int length = Math.min(model.arrayLength(reference.id()), MAX_TEXT_CHARS);
        return switch (model.className(reference.id())) {
            case "char[]" -> characters(reference.id(), length);
            case "byte[]" -> bytes(reference.id(), length);
            default -> null;
        };
    }

    private String characters(long array, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) bits(array, i));
        }
        return text.toString();
    }

    private String bytes(long array, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) bits(array, i);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private long bits(long array, int index) {
        return model.arrayElement(array, index) instanceof Value.Primitive number ? number.bits() : '?';
    }
}
