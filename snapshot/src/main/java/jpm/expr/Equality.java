package jpm.expr;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jpm.value.LogicalViews;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/**
 * What {@code equals()} says of strings, boxes, dates, records and collections, and of objects of classes that are known to declare none. An
 * {@code equals()} that the program wrote is not run, which is said.
 */
final class Equality {
    private static final int MAX_DEPTH = 32;

    /** What an object's class makes of {@code equals()}. */
    private enum Kind {
        IDENTITY,
        VALUE,
        LIST,
        SET,
        MAP,
        ENTRY,
        OPTIONAL,
        RECORD,
        UNKNOWN
    }

    private static final Map<Class<?>, Kind> KINDS =
            Map.of(List.class, Kind.LIST, Set.class, Kind.SET, Map.class, Kind.MAP, Map.Entry.class, Kind.ENTRY);

    private final Evaluator evaluator;
    private final LogicalViews views;
    private final Texts texts;
    private final Map<String, Kind> kinds = new HashMap<>();

    Equality(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.views = evaluator.views();
        this.texts = evaluator.texts();
    }

    /** What {@code a.equals(b)} gives. */
    boolean equal(Value a, Value b) {
        return equal(a, b, 0);
    }

    private boolean equal(Value a, Value b, int depth) {
        evaluator.budget().step();
        if (a.equals(b)) {
            return true;
        }
        if (a instanceof Value.Null || b instanceof Value.Null) {
            return false;
        }
        if (depth > MAX_DEPTH) {
            throw new EvaluationException("nested too deeply to be compared");
        }
        Kind kind = kind(a);
        return switch (kind) {
            case IDENTITY -> isSameClass(a, b) || isHostConstant(a) && views.host(a) == views.host(b);
            case VALUE -> equalHosts(a, b);
            case UNKNOWN -> equalByCode(a, b);
            default -> kind == kind(b) && equalViews(view(a), view(b), depth);
        };
    }

    /** The program's own {@code equals()}, where its code is known and harmless. */
    private boolean equalByCode(Value a, Value b) {
        List<String> lineage = evaluator.types().lineage(a);
        String declaring = evaluator.program().declaring(lineage, "equals", "(Ljava/lang/Object;)Z");
        if (declaring == null || ProgramClasses.isOfJdk(declaring)) {
            throw new EvaluationException("jpm runs no code, so it does not call equals() of " + lineage.get(0));
        }
        return evaluator.methods().run(a, declaring, "equals", List.of(b)) instanceof Value.Primitive equal
                && equal.bits() != 0;
    }

    private boolean equalHosts(Value a, Value b) {
        Object one = views.host(a);
        return one != null && kind(b) == Kind.VALUE && one.equals(views.host(b));
    }

    private boolean isSameClass(Value a, Value b) {
        String name = evaluator.identity().classNameOfClass(a);
        return name != null && name.equals(evaluator.identity().classNameOfClass(b));
    }

    private View view(Value value) {
        View view = views.viewOf(value);
        if (view == null) {
            throw new EvaluationException("no collection");
        }
        return view;
    }

    private Kind kind(Value value) {
        if (value instanceof Value.Primitive || value instanceof Value.Text) {
            return Kind.VALUE;
        }
        List<String> lineage = evaluator.types().lineage(value);
        return kinds.computeIfAbsent(lineage.get(0), name -> kind(lineage));
    }

    private Kind kind(List<String> lineage) {
        if (lineage.contains("java.lang.Enum")) {
            return Kind.IDENTITY;
        }
        boolean isRecord = lineage.contains("java.lang.Record");
        String declaring = evaluator.program().declaring(lineage, "equals", "(Ljava/lang/Object;)Z");
        if (isRecord) {
            return declaring == null || evaluator.program().isGenerated(declaring, "equals", "(Ljava/lang/Object;)Z")
                    ? Kind.RECORD
                    : Kind.UNKNOWN;
        }
        if (declaring == null) {
            return Kind.UNKNOWN;
        }
        return declaring.equals("java.lang.Object") ? Kind.IDENTITY : kindOf(lineage, declaring);
    }

    private static Kind kindOf(List<String> lineage, String declaring) {
        Class<?> type = ProgramClasses.isOfJdk(declaring) ? ProgramClasses.load(declaring) : null;
        if (type == null) {
            return Kind.UNKNOWN;
        }
        for (Map.Entry<Class<?>, Kind> known : KINDS.entrySet()) {
            if (known.getKey().isAssignableFrom(type)) {
                return known.getValue();
            }
        }
        return lineage.get(0).startsWith("java.util.Optional") ? Kind.OPTIONAL : Kind.VALUE;
    }

    boolean isListOrSet(Value value) {
        return kind(value) == Kind.LIST || kind(value) == Kind.SET;
    }

    boolean isMap(Value value) {
        return kind(value) == Kind.MAP;
    }

    boolean isByValueOrNull(Value value) {
        return value instanceof Value.Null || isByValue(value) || isHostConstant(value);
    }

    /** The JDK's enum constants are equal to themselves only, and are known here nevertheless. */
    private boolean isHostConstant(Value value) {
        return evaluator.types().lineage(value).contains("java.lang.Enum") && views.host(value) != null;
    }

    /** Whether the value alone makes an object equal to another: a string, a box, a date. */
    boolean isByValue(Value value) {
        return kind(value) == Kind.VALUE;
    }

    /**
     * What makes an object equal to another, as a key of a table: of strings, boxes and the like their value, of what is only equal to itself
     * the object; null where neither tells.
     */
    @Nullable
    Object key(Value value) {
        return value instanceof Value.Null
                ? value
                : switch (kind(value)) {
                    case VALUE -> views.host(value);
                    case IDENTITY -> value;
                    default -> null;
                };
    }

    private boolean equalViews(View one, View other, int depth) {
        if (one instanceof View.Elements a && other instanceof View.Elements b) {
            return a.size() == b.size() && equalElements(a, b, depth);
        } else if (one instanceof View.Entries a && other instanceof View.Entries b) {
            return a.size() == b.size() && equalEntries(a, b, depth);
        } else if (one instanceof View.Text a && other instanceof View.Text b) {
            return a.text().equals(b.text());
        } else if (one instanceof View.Wrapped a && other instanceof View.Wrapped b) {
            return a.name().startsWith("Optional") && equal(a.value(), b.value(), depth + 1);
        } else if (one instanceof View.Pair a && other instanceof View.Pair b) {
            return equal(a.key(), b.key(), depth + 1) && equal(a.value(), b.value(), depth + 1);
        }
        return one instanceof View.Fields a
                && other instanceof View.Fields b
                && a.form() == View.Form.RECORD
                && equalFields(a, b, depth);
    }

    private boolean equalElements(View.Elements a, View.Elements b, int depth) {
        if (a.order() == View.Order.INDEXED && b.order() == View.Order.INDEXED) {
            return equalInOrder(a, b, depth);
        }
        Iterator<Value> left = a.source().from(0);
        while (left.hasNext()) {
            if (!contains(b, left.next(), depth)) {
                return false;
            }
        }
        return true;
    }

    private boolean equalInOrder(View.Elements a, View.Elements b, int depth) {
        Iterator<Value> left = a.source().from(0);
        Iterator<Value> right = b.source().from(0);
        while (left.hasNext() && right.hasNext()) {
            if (!equal(left.next(), right.next(), depth + 1)) {
                return false;
            }
        }
        return left.hasNext() == right.hasNext();
    }

    private boolean contains(View.Elements elements, Value wanted, int depth) {
        Iterator<Value> all = elements.source().from(0);
        while (all.hasNext()) {
            if (equal(all.next(), wanted, depth + 1)) {
                return true;
            }
        }
        return false;
    }

    private boolean equalEntries(View.Entries a, View.Entries b, int depth) {
        Iterator<View.Pair> left = a.source().from(0);
        while (left.hasNext()) {
            View.Pair pair = left.next();
            Iterator<View.Pair> right = b.source().from(0);
            boolean found = false;
            while (!found && right.hasNext()) {
                View.Pair other = right.next();
                found = equal(pair.key(), other.key(), depth + 1) && equal(pair.value(), other.value(), depth + 1);
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private boolean equalFields(View.Fields a, View.Fields b, int depth) {
        List<jpm.value.ObjectModel.Field> left = a.fields();
        for (int i = 0; i < left.size(); i++) {
            if (!equal(left.get(i).value(), b.fields().get(i).value(), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private boolean isCertainlyEqual(Value key, Value wanted) {
        return kind(wanted) == Kind.UNKNOWN ? key.equals(wanted) : equal(wanted, key);
    }

    /**
     * Whether a map's key is the one meant by {@code [wanted]}: equal, or the same number in another type, or a constant, date or the like
     * whose text is the string given.
     */
    boolean isMeant(Value key, Value wanted) {
        if (isCertainlyEqual(key, wanted)) {
            return true;
        }
        Value resolved = views.resolve(key);
        if (resolved instanceof Value.Primitive a && views.resolve(wanted) instanceof Value.Primitive b) {
            boolean sameSort = (a.type() == PrimitiveType.BOOLEAN) == (b.type() == PrimitiveType.BOOLEAN);
            return sameSort && Arithmetic.equal(a, b);
        }
        String text = texts.string(wanted);
        return text != null && views.viewOf(key) instanceof View.Text && text.equals(texts.of(key));
    }
}
