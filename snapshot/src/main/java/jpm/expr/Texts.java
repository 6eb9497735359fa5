package jpm.expr;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** What {@code toString()} and string concatenation give. */
final class Texts {
    private static final int MAX_CHARS = 16 << 20;
    static final int MAX_MADE_CHARS = 4 << 20;
    private static final int MAX_DEPTH = 32;

    private final Evaluator evaluator;
    private final LogicalViews views;

    Texts(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.views = evaluator.views();
    }

    /** The content of a string, or null for anything else. */
    @Nullable
    String string(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        return value instanceof Value.Reference reference ? views.model().string(reference.id(), MAX_CHARS) : null;
    }

    /** The text that Java would make of a value; {@link EvaluationException} where code of the program would make it. */
    String of(Value value) {
        return of(value, 0);
    }

    /** The same text, or {@link EvaluationException} when it is too long to be put together with others. */
    static String bounded(String text) {
        if (text.length() > MAX_MADE_CHARS) {
            throw new EvaluationException("a text of " + text.length() + " chars is too long");
        }
        return text;
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
        return value instanceof Value.Reference reference ? ofObject(reference, depth) : ofMade(value, depth);
    }

    private String ofObject(Value.Reference object, int depth) {
        List<String> lineage = evaluator.types().lineage(object);
        String declaring = evaluator.program().declaring(lineage, "toString", "()Ljava/lang/String;");
        if (declaring != null && !ProgramClasses.isOfJdk(declaring) && !isGenerated(lineage, declaring)) {
            return of(evaluator.methods().run(object, declaring, "toString", List.of()), depth + 1);
        }
        if ("java.lang.Object".equals(declaring) || declaring == null && !isToldByViews(lineage)) {
            throw new EvaluationException(
                    declaring == null
                            ? "toString() of " + lineage.get(0) + " may be code of the program, which jpm does not run"
                            : "the text of a " + lineage.get(0) + " has its identity hash, which no dump holds");
        }
        return ofMade(object, depth);
    }

    private boolean isGenerated(List<String> lineage, String declaring) {
        return lineage.contains("java.lang.Record")
                && evaluator.program().isGenerated(declaring, "toString", "()Ljava/lang/String;");
    }

    /** Classes of the program whose superclasses' text is seldom overridden. */
    private static boolean isToldByViews(List<String> lineage) {
        return lineage.contains("java.lang.Record")
                || lineage.contains("java.lang.Enum")
                || lineage.contains("java.lang.Throwable");
    }

    private String ofMade(Value value, int depth) {
        String className = evaluator.identity().classNameOfClass(value);
        if (className != null) {
            return "class " + className;
        }
        if (value instanceof Value.Host host) {
            return host.object().toString();
        }
        View view = views.viewOf(value);
        return view == null ? resolved(value, depth) : ofView(value, view, depth);
    }

    private String resolved(Value value, int depth) {
        Value resolved = views.resolve(value);
        if (resolved.equals(value)) {
            throw unknown(value);
        }
        return of(resolved, depth + 1);
    }

    private EvaluationException unknown(Value value) {
        return new EvaluationException("jpm does not know the text of a "
                + evaluator.types().lineage(value).get(0));
    }

    private String ofView(Value value, View view, int depth) {
        if (view instanceof View.Elements elements && !isArray(value)) {
            boolean isBitSet = evaluator.types().lineage(value).get(0).equals("java.util.BitSet");
            String text = joined("[", elements.source().from(0), part -> of(part, depth + 1), "]");
            return isBitSet ? "{" + text.substring(1, text.length() - 1) + "}" : text;
        } else if (view instanceof View.Entries entries) {
            return joined("{", entries.source().from(0), part -> ofPair(part, depth), "}");
        } else if (view instanceof View.Pair pair) {
            return ofPair(pair, depth);
        } else if (view instanceof View.Wrapped wrapped && wrapped.name().startsWith("Optional")) {
            return wrapped.name() + "[" + of(wrapped.value(), depth + 1) + "]";
        } else if (view instanceof View.Fields fields && fields.form() == View.Form.RECORD) {
            return ofRecord(fields, depth);
        } else if (view instanceof View.Fields fields && fields.form() == View.Form.SUMMARY) {
            return fields.head();
        } else if (view instanceof View.Text text) {
            return isEnum(value) ? text.text().substring(text.text().lastIndexOf('.') + 1) : text.text();
        }
        throw unknown(value);
    }

    private <T> String joined(String open, Iterator<T> parts, Function<T, String> text, String close) {
        StringBuilder out = new StringBuilder(open);
        Iterator<T> all = evaluator.counted(parts);
        while (all.hasNext()) {
            out.append(out.length() == 1 ? "" : ", ").append(text.apply(all.next()));
            if (out.length() > MAX_MADE_CHARS) {
                throw new EvaluationException("a text of more than " + MAX_MADE_CHARS + " chars is too long");
            }
        }
        return out.append(close).toString();
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
        return evaluator.types().lineage(value).get(0).endsWith("[]");
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
