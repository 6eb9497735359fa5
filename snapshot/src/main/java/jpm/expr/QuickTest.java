package jpm.expr;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A condition made ready to be asked millions of times a second over the live objects of this JVM: comparisons of numbers, references and strings, of
 * variables and fields, joined by {@code &&}, {@code ||} and {@code !}. What is not of this kind has none, and is evaluated by {@link Expression}.
 *
 * <p>It answers as the expression does. Where that ends in an exception, so does this, with any exception.
 */
public final class QuickTest {
    private final QuickCode code;

    private QuickTest(QuickCode code) {
        this.code = code;
    }

    /**
     * A variable of the condition.
     *
     * @param place 0 and 1 are the references that {@link #test} is given, 2 and 3 the primitives
     * @param type the declared one
     */
    public record Variable(int place, Class<?> type) {}

    /** Reads fields of live objects. */
    public interface Fields {
        /** The instance field that an object of that declared class has under that name, or null. */
        java.lang.reflect.@Nullable Field find(Class<?> type, String name);

        /** Where a field lies in its objects. */
        long offset(java.lang.reflect.Field field);

        /** A reference. */
        @Nullable
        Object reference(Object object, long offset);

        /** A primitive as {@link Value.Primitive} has it. */
        long bits(Object object, long offset, PrimitiveType type);
    }

    /** The names in an expression that stand for themselves: variables, fields of {@code this}, classes. */
    public static Set<String> names(Expression expression) {
        Set<String> names = new LinkedHashSet<>();
        collect(expression.root(), names);
        return names;
    }

    private static void collect(Node node, Set<String> names) {
        if (node instanceof Node.Name name) {
            names.add(name.name());
        } else if (node instanceof Node.Field field) {
            collect(field.target(), names);
        } else if (node instanceof Node.Unary unary) {
            collect(unary.operand(), names);
        } else if (node instanceof Node.Binary binary) {
            collect(binary.left(), names);
            collect(binary.right(), names);
        } else if (node instanceof Node.Call call && call.target() != null) {
            collect(call.target(), names);
            call.arguments().forEach(argument -> collect(argument, names));
        }
    }

    /** The test of a condition, or null where it is not of this kind. */
    public static @Nullable QuickTest of(Expression expression, Map<String, Variable> variables, Fields fields) {
        QuickCode code = new QuickCompiler(variables, fields).compile(expression.root());
        return code != null && code.type == boolean.class ? new QuickTest(code) : null;
    }

    /** Whether the condition holds. */
    public boolean test(@Nullable Object a, @Nullable Object b, long u, long v) {
        return code.bits(a, b, u, v) != 0;
    }
}
