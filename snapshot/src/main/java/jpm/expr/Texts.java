package jpm.expr;

import java.util.ArrayList;
import java.util.List;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.PrimitiveType;
import jpm.value.PrintLimits;
import jpm.value.Value;
import jpm.value.ValuePrinter;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** What {@code toString()} and string concatenation give. */
final class Texts {
    private static final int MAX_CHARS = 16 << 20;
    private static final int MAX_DEPTH = 32;

    private final LogicalViews views;

    Texts(LogicalViews views) {
        this.views = views;
    }

    /** The content of a string, or null for anything else. */
    @Nullable
    String string(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        return value instanceof Value.Reference reference ? views.model().string(reference.id(), MAX_CHARS) : null;
    }

    /** The text that Java would make of a value; of an object whose class may have a {@code toString()} of its own, jpm's. */
    String of(Value value) {
        return of(value, 0);
    }

    private String of(Value value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new EvaluationException("nested too deeply to be a text");
        }
        String string = string(value);
        if (string != null) {
            return string;
        } else if (value instanceof Value.Primitive primitive) {
            return primitive(primitive);
        } else if (value instanceof Value.Null) {
            return "null";
        }
        View view = views.viewOf(value);
        return view == null ? resolved(value, depth) : ofView(value, view, depth);
    }

    private String resolved(Value value, int depth) {
        Value resolved = views.resolve(value);
        return resolved.equals(value)
                ? new ValuePrinter(views, PrintLimits.DEFAULT).print(value)
                : of(resolved, depth + 1);
    }

    private String ofView(Value value, View view, int depth) {
        if (view instanceof View.Elements elements && !isArray(value)) {
            List<String> parts = new ArrayList<>();
            elements.source().from(0).forEachRemaining(part -> parts.add(of(part, depth + 1)));
            return "[" + String.join(", ", parts) + "]";
        } else if (view instanceof View.Entries entries) {
            List<String> parts = new ArrayList<>();
            entries.source().from(0).forEachRemaining(part -> parts.add(ofPair(part, depth)));
            return "{" + String.join(", ", parts) + "}";
        } else if (view instanceof View.Pair pair) {
            return ofPair(pair, depth);
        } else if (view instanceof View.Wrapped wrapped) {
            return wrapped.name() + "[" + of(wrapped.value(), depth + 1) + "]";
        } else if (view instanceof View.Fields fields && fields.form() == View.Form.RECORD) {
            return ofRecord(fields, depth);
        } else if (view instanceof View.Fields fields && fields.form() == View.Form.SUMMARY) {
            return fields.head();
        } else if (view instanceof View.Text text) {
            return isEnum(value) ? text.text().substring(text.text().lastIndexOf('.') + 1) : text.text();
        }
        return new ValuePrinter(views, PrintLimits.DEFAULT).print(value);
    }

    private String ofPair(View.Pair pair, int depth) {
        return of(pair.key(), depth + 1) + "=" + of(pair.value(), depth + 1);
    }

    private String ofRecord(View.Fields fields, int depth) {
        List<String> parts = new ArrayList<>();
        for (ObjectModel.Field field : fields.fields()) {
            parts.add(field.name() + "=" + of(field.value(), depth + 1));
        }
        return fields.head() + "[" + String.join(", ", parts) + "]";
    }

    private boolean isArray(Value value) {
        return value instanceof Value.Reference reference && views.model().isArray(reference.id());
    }

    boolean isEnum(Value value) {
        return value instanceof Value.Reference reference
                && views.model().classNames(reference.id()).contains("java.lang.Enum");
    }

    /** As {@code String.valueOf}. */
    static String primitive(Value.Primitive value) {
        return switch (value.type()) {
            case BOOLEAN -> Boolean.toString(value.bits() != 0);
            case CHAR -> Character.toString((char) value.bits());
            case FLOAT -> Float.toString(Arithmetic.toFloat(value));
            case DOUBLE -> Double.toString(Arithmetic.toDouble(value));
            default -> Long.toString(value.bits());
        };
    }

    /** A {@code char} or a string, as the argument of a string's method. */
    String argument(Value value) {
        String string = string(value);
        if (string != null) {
            return string;
        }
        boolean isChar = value instanceof Value.Primitive primitive
                && (primitive.type() == PrimitiveType.CHAR || primitive.type() == PrimitiveType.INT);
        if (isChar) {
            return Character.toString((int) ((Value.Primitive) value).bits());
        }
        throw new EvaluationException("a string expected");
    }
}
