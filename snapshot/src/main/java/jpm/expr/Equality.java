package jpm.expr;

import java.util.Iterator;
import java.util.List;
import jpm.value.LogicalViews;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.View;

/**
 * What {@code equals()} says of strings, boxes, dates, records and collections. Objects of other classes are equal when they are the same:
 * an {@code equals()} that the program wrote is not run.
 */
final class Equality {
    private static final int MAX_DEPTH = 32;

    private final LogicalViews views;
    private final Texts texts;

    Equality(LogicalViews views, Texts texts) {
        this.views = views;
        this.texts = texts;
    }

    boolean equal(Value a, Value b) {
        return equal(a, b, 0);
    }

    private boolean equal(Value a, Value b, int depth) {
        if (a.equals(b)) {
            return true;
        }
        if (a instanceof Value.Null || b instanceof Value.Null || depth > MAX_DEPTH) {
            return false;
        }
        String text = texts.string(a);
        if (text != null) {
            return text.equals(texts.string(b));
        }
        Value left = views.resolve(a);
        Value right = views.resolve(b);
        if (left instanceof Value.Primitive p && right instanceof Value.Primitive q) {
            return p.type() == q.type() && canonicalBits(p) == canonicalBits(q);
        }
        View one = views.viewOf(left);
        View other = views.viewOf(right);
        return left.equals(right)
                || one != null && other != null && sameKind(left, right) && equalViews(one, other, depth);
    }

    private static long canonicalBits(Value.Primitive value) {
        return switch (value.type()) {
            case FLOAT -> Float.floatToIntBits(Arithmetic.toFloat(value));
            case DOUBLE -> Double.doubleToLongBits(Arithmetic.toDouble(value));
            default -> value.bits();
        };
    }

    private boolean sameKind(Value a, Value b) {
        boolean collections = isCollection(a) && isCollection(b);
        return collections
                || a instanceof Value.Reference one
                        && b instanceof Value.Reference other
                        && views.model()
                                .className(one.id())
                                .equals(views.model().className(other.id()))
                        && !views.model().isArray(one.id());
    }

    private boolean isCollection(Value value) {
        boolean array =
                value instanceof Value.Reference reference && views.model().isArray(reference.id());
        View view = views.viewOf(value);
        return !array && (view instanceof View.Elements || view instanceof View.Entries);
    }

    private boolean equalViews(View one, View other, int depth) {
        if (one instanceof View.Elements a && other instanceof View.Elements b) {
            return a.size() == b.size() && a.order() == b.order() && equalElements(a, b, depth);
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
        Iterator<Value> left = a.source().from(0);
        while (left.hasNext()) {
            Value element = left.next();
            boolean found = a.order() == View.Order.INDEXED || contains(b, element, depth);
            if (!found) {
                return false;
            }
        }
        return a.order() == View.Order.UNORDERED || equalInOrder(a, b, depth);
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

    /**
     * Whether a map's key is the one meant by {@code [wanted]}: equal, or the same number in another type, or a constant, date or the like
     * whose text is the string given.
     */
    boolean isMeant(Value key, Value wanted) {
        if (equal(key, wanted)) {
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
