package jpm.expr;

import java.util.List;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** An expression's syntax tree; {@code column} is where the text of a node's own sign or name begins. */
sealed interface Node {
    int column();

    record Literal(Value value, int column) implements Node {}

    /** A name that stands first: a variable, a field of {@code this}, a class, the beginning of a package. */
    record Name(String name, int column) implements Node {}

    record Field(Node target, String name, int column) implements Node {}

    record Index(Node target, Node index, int column) implements Node {}

    /** A call; without target a method of {@code this} or of its class. */
    record Call(@Nullable Node target, String method, List<Node> arguments, int column) implements Node {}

    record Unary(String operator, Node operand, int column) implements Node {}

    record Binary(String operator, Node left, Node right, int column) implements Node {}

    record Conditional(Node condition, Node yes, Node no, int column) implements Node {}

    record Cast(TypeName type, Node operand, int column) implements Node {}

    /** {@code x instanceof Item item}; {@code binding} is the name that the object gets, or null. */
    record InstanceOf(Node operand, TypeName type, @Nullable String binding, int column) implements Node {}

    /** {@code Item@1f}, as objects are printed; without class {@code @1f}. */
    record ObjectAt(@Nullable String className, long id, int column) implements Node {}

    /** {@code Item::price}. */
    record MethodReference(Node target, String method, int column) implements Node {}

    /** {@code new BigDecimal("1")}. */
    record Creation(TypeName type, List<Node> arguments, int column) implements Node {}

    /** {@code new int[] {1, 2}}; {@code type} is that of the elements. */
    record ArrayOf(TypeName type, List<Node> elements, int column) implements Node {}

    /** {@code (a, b) -> body}. */
    record Lambda(List<String> parameters, Node body, int column) implements Node {}

    /** {@code Type.class}. */
    record ClassLiteral(TypeName type, int column) implements Node {}

    /** A type as written: {@code int}, {@code Item}, {@code java.util.Map.Entry}, {@code String[][]}. */
    record TypeName(String name, int dimensions, int column) {
        @Override
        public String toString() {
            return name + "[]".repeat(dimensions);
        }
    }
}
