package jpm.expr;

import java.util.Objects;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.Value;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** Which values are the same object. */
final class Identity {
    private final ObjectModel model;
    private final LogicalViews views;

    Identity(ObjectModel model, LogicalViews views) {
        this.model = model;
        this.views = views;
    }

    /** What {@code a == b} gives; {@link EvaluationException} where one of them was made by the expression. */
    boolean identical(Value a, Value b) {
        if (a.equals(b) || a instanceof Value.Null || b instanceof Value.Null) {
            return a.equals(b);
        }
        String left = classNameOfClass(a);
        String right = classNameOfClass(b);
        if (left != null && right != null) {
            return left.equals(right);
        }
        if (isConstant(a) || isConstant(b)) {
            return a.equals(b) || Objects.equals(views.host(a), views.host(b));
        }
        if (a instanceof Value.Reference && b instanceof Value.Reference) {
            return false;
        }
        throw new EvaluationException(
                "== asks for the same object, and what an expression makes is none of the dump's: use equals()");
    }

    /** The JDK's enum constants are the same object wherever they come from. */
    private static boolean isConstant(Value value) {
        return value instanceof Value.Host host && host.object() instanceof Enum<?>;
    }

    /** The name of the class that a class object stands for, or null. */
    @Nullable
    String classNameOfClass(Value value) {
        if (value instanceof Value.Made made && made.className().equals(Made.CLASS)) {
            String text = ((View.Text) made.view()).text();
            return text.substring(0, text.length() - ".class".length());
        }
        return value instanceof Value.Reference reference ? model.representedClass(reference.id()) : null;
    }
}
