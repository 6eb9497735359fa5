package jpm.analysis.query;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Something in a query that has a value for every object. */
sealed interface Expression {
    /** @param value null, a Long, a Double, a Boolean or a String */
    record Literal(@Nullable Object value) implements Expression {}

    /** The object itself. */
    record Self() implements Expression {}

    /** Fields of the same name are the same wherever they are written. */
    record Field(Expression of, String name, int column) implements Expression {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Field field && field.name.equals(name) && field.of.equals(of);
        }

        @Override
        public int hashCode() {
            return 31 * of.hashCode() + name.hashCode();
        }
    }

    record OfAttribute(Expression of, Attribute attribute) implements Expression {}

    record Element(Expression of, int index) implements Expression {}

    /** Some elements in a row; null bounds are those of the list, negative ones count from its end. */
    record Slice(
            Expression of, @Nullable Integer from, @Nullable Integer to) implements Expression {}

    record Call(Function function, Expression argument) implements Expression {}

    record Arithmetic(char sign, Expression left, Expression right) implements Expression {}

    record Comparison(Relation relation, Expression left, Expression right) implements Expression {}

    record Like(Expression text, Pattern pattern) implements Expression {}

    record In(Expression value, List<Expression> alternatives) implements Expression {}

    /** Whether a value is one of the objects that an inner query gives. */
    record InSelect(Expression value, Select select) implements Expression {}

    record And(Expression left, Expression right) implements Expression {}

    record Or(Expression left, Expression right) implements Expression {}

    record Not(Expression of) implements Expression {}

    /** @param of null for {@code count(*)} */
    record Aggregate(AggregateKind kind, @Nullable Expression of) implements Expression {}

    /** What an object has besides its fields. */
    enum Attribute {
        ADDRESS(List.of("address", "objectAddress")),
        CLASS(List.of("class", "clazz", "className")),
        SHALLOW(List.of("shallow", "usedHeapSize")),
        RETAINED(List.of("retained", "retainedHeapSize")),
        LENGTH(List.of("length")),
        LOADER(List.of("loader", "classLoader", "classLoaderAddress")),
        /** The object's number in the order of addresses. */
        INDEX(List.of("index", "objectId")),
        /** A class object's own name. */
        NAME(List.of("name")),
        /** What the debugger prints. */
        DISPLAY_NAME(List.of("displayName", "technicalName")),
        /** Why it is a root. */
        ROOTS(List.of("roots", "GCRoots", "GCRootInfo")),
        /** An array's elements. */
        ELEMENTS(List.of("elements", "valueArray", "referenceArray"));

        final List<String> names;

        Attribute(List<String> names) {
            this.names = names;
        }
    }

    /** Functions of one value. */
    enum Function {
        TO_STRING("toString"),
        TO_HEX("toHex"),
        CLASS_OF("classof"),
        LENGTH("length"),
        /** How many elements or entries a collection of the JDK has. */
        SIZE("size"),
        DOMINATOR_OF("dominatorof"),
        DOMINATORS("dominators"),
        OUTBOUNDS("outbounds"),
        INBOUNDS("inbounds");

        final String written;

        Function(String written) {
            this.written = written;
        }
    }

    /** Functions of all rows of a group. */
    enum AggregateKind {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX
    }

    /** How two values are compared. */
    enum Relation {
        EQUAL("="),
        UNEQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">=");

        final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case UNEQUAL -> order != 0;
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case GREATER -> order > 0;
                case AT_LEAST -> order >= 0;
            };
        }
    }

    /** The expressions of which this one is made. */
    default List<Expression> parts() {
        if (this instanceof Field field) {
            return List.of(field.of());
        } else if (this instanceof OfAttribute attribute) {
            return List.of(attribute.of());
        } else if (this instanceof Element element) {
            return List.of(element.of());
        } else if (this instanceof Slice slice) {
            return List.of(slice.of());
        } else if (this instanceof InSelect in) {
            return List.of(in.value());
        } else if (this instanceof Call call) {
            return List.of(call.argument());
        } else if (this instanceof Arithmetic arithmetic) {
            return List.of(arithmetic.left(), arithmetic.right());
        } else if (this instanceof Comparison comparison) {
            return List.of(comparison.left(), comparison.right());
        } else if (this instanceof Like like) {
            return List.of(like.text());
        } else if (this instanceof In in) {
            return List.of(in.value());
        } else if (this instanceof And and) {
            return List.of(and.left(), and.right());
        } else if (this instanceof Or or) {
            return List.of(or.left(), or.right());
        } else if (this instanceof Not not) {
            return List.of(not.of());
        } else if (this instanceof Aggregate aggregate && aggregate.of() != null) {
            return List.of(aggregate.of());
        }
        return List.of();
    }
}
