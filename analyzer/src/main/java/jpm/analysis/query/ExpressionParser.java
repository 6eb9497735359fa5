package jpm.analysis.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import jpm.analysis.query.Expression.AggregateKind;
import jpm.analysis.query.Expression.Attribute;
import jpm.analysis.query.Expression.Function;
import jpm.analysis.query.Expression.Relation;
import jpm.analysis.query.Token.Kind;
import org.jspecify.annotations.Nullable;

/** Reads the expressions of one query by recursive descent. */
final class ExpressionParser {
    private final TokenReader reader;
    private final String alias;
    private final Supplier<Select> inner;

    /**
     * @param alias what the query calls its object; empty for nothing
     * @param inner reads a query in parentheses
     */
    ExpressionParser(TokenReader reader, String alias, Supplier<Select> inner) {
        this.reader = reader;
        this.alias = alias;
        this.inner = inner;
    }

    /** A condition, or any other expression. */
    Expression condition() {
        reader.enter();
        Expression left = conjunction();
        while (reader.accept("OR")) {
            left = new Expression.Or(left, conjunction());
        }
        reader.leave();
        return left;
    }

    private Expression conjunction() {
        Expression left = negation();
        while (reader.accept("AND")) {
            left = new Expression.And(left, negation());
        }
        return left;
    }

    private Expression negation() {
        if (!reader.accept("NOT")) {
            return comparison();
        }
        reader.enter();
        Expression of = negation();
        reader.leave();
        return new Expression.Not(of);
    }

    private Expression comparison() {
        Expression left = sum();
        for (Relation relation : Relation.values()) {
            if (reader.accept(relation.sign) || relation == Relation.UNEQUAL && reader.accept("<>")) {
                return new Expression.Comparison(relation, left, sum());
            }
        }
        boolean negated = reader.accept("NOT");
        Expression test;
        if (reader.accept("LIKE")) {
            test = new Expression.Like(left, likePattern());
        } else if (reader.accept("IN")) {
            test = in(left);
        } else if (negated) {
            throw reader.unexpected("LIKE or IN");
        } else {
            return left;
        }
        return negated ? new Expression.Not(test) : test;
    }

    private Pattern likePattern() {
        if (reader.token().kind() != Kind.TEXT) {
            throw reader.unexpected("a regular expression in quotes");
        }
        return reader.pattern();
    }

    /** Among values in parentheses, the objects of an inner query, or the elements of a list. */
    private Expression in(Expression value) {
        Token start = reader.token();
        if (!reader.accept("(")) {
            return new Expression.In(value, List.of(sum()));
        }
        boolean isSelect = reader.token().is("SELECT");
        reader.rewind(start);
        return isSelect ? new Expression.InSelect(value, inner.get()) : new Expression.In(value, alternatives());
    }

    private List<Expression> alternatives() {
        reader.expect("(");
        List<Expression> alternatives = new ArrayList<>();
        do {
            alternatives.add(sum());
        } while (reader.accept(","));
        reader.expect(")");
        return List.copyOf(alternatives);
    }

    private Expression sum() {
        Expression left = product();
        while (reader.token().is("+") || reader.token().is("-")) {
            char sign = reader.token().text().charAt(0);
            reader.advance();
            left = new Expression.Arithmetic(sign, left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = operand();
        while (reader.token().is("*")
                || reader.token().is("/")
                || reader.token().is("%")) {
            char sign = reader.token().text().charAt(0);
            reader.advance();
            left = new Expression.Arithmetic(sign, left, operand());
        }
        return left;
    }

    private Expression operand() {
        if (reader.accept("(")) {
            Expression inner = condition();
            reader.expect(")");
            return steps(inner);
        }
        if (reader.accept("-")) {
            reader.enter();
            Expression of = operand();
            reader.leave();
            return negative(of);
        }
        return switch (reader.token().kind()) {
            case NUMBER -> new Expression.Literal(reader.number());
            case TEXT -> new Expression.Literal(reader.name());
            case ATTRIBUTE -> steps(attribute(new Expression.Self()));
            case WORD -> word();
            default -> throw reader.unexpected("a value");
        };
    }

    private static Expression negative(Expression of) {
        if (of instanceof Expression.Literal literal && literal.value() instanceof Long n) {
            return new Expression.Literal(-n);
        }
        if (of instanceof Expression.Literal literal && literal.value() instanceof Double n) {
            return new Expression.Literal(-n);
        }
        return new Expression.Arithmetic('-', new Expression.Literal(0L), of);
    }

    private Expression word() {
        Token word = reader.token();
        if (TokenReader.isKeyword(word)) {
            throw reader.unexpected("a value");
        }
        reader.advance();
        if (reader.token().is("(")) {
            return steps(call(word));
        }
        return switch (word.text()) {
            case "null" -> new Expression.Literal(null);
            case "true" -> new Expression.Literal(true);
            case "false" -> new Expression.Literal(false);
            default ->
                steps(
                        word.text().equals(alias)
                                ? new Expression.Self()
                                : new Expression.Field(new Expression.Self(), word.text(), word.column()));
        };
    }

    private Expression call(Token name) {
        for (AggregateKind kind : AggregateKind.values()) {
            if (kind.name().equalsIgnoreCase(name.text())) {
                return aggregate(kind, name);
            }
        }
        if (name.text().equalsIgnoreCase("eval")) {
            return argument();
        }
        for (Function function : Function.values()) {
            if (function.written.equalsIgnoreCase(name.text())) {
                return new Expression.Call(function, argument());
            }
        }
        throw new QueryException("there is no function " + name.text(), name.column());
    }

    private Expression argument() {
        reader.expect("(");
        Expression argument = condition();
        reader.expect(")");
        return argument;
    }

    private Expression aggregate(AggregateKind kind, Token name) {
        reader.expect("(");
        Expression of = kind == AggregateKind.COUNT && reader.accept("*") ? null : condition();
        reader.expect(")");
        if (of != null && Select.hasAggregate(of)) {
            throw new QueryException(name.text() + " of another aggregate", name.column());
        }
        return new Expression.Aggregate(kind, of);
    }

    /** Fields, attributes and elements behind a value. */
    private Expression steps(Expression start) {
        Expression at = start;
        while (true) {
            if (reader.accept(".")) {
                at = reader.token().kind() == Kind.ATTRIBUTE ? attribute(at) : field(at);
            } else if (reader.accept("[")) {
                at = elements(at);
            } else {
                return at;
            }
        }
    }

    private Expression field(Expression of) {
        Token start = reader.token();
        String name = reader.name();
        return reader.accept("(") ? method(of, name, start.column()) : new Expression.Field(of, name, start.column());
    }

    /** The methods of MAT's objects that only tell what functions and attributes do. */
    private Expression method(Expression of, String name, int column) {
        reader.expect(")");
        for (Function function : Function.values()) {
            if (function.written.equals(name)) {
                return new Expression.Call(function, of);
            }
        }
        String property = name.startsWith("get") ? name.substring(3) : "";
        Attribute attribute = property.isEmpty() ? null : findAttribute(property);
        if (attribute == null && !property.isEmpty()) {
            attribute = findAttribute(Character.toLowerCase(property.charAt(0)) + property.substring(1));
        }
        if (attribute == null) {
            throw new QueryException("there is no method " + name, column);
        }
        return new Expression.OfAttribute(of, attribute);
    }

    private static @Nullable Attribute findAttribute(String name) {
        for (Attribute attribute : Attribute.values()) {
            if (attribute.names.contains(name)) {
                return attribute;
            }
        }
        return null;
    }

    private Expression attribute(Expression of) {
        Attribute attribute = findAttribute(reader.token().text());
        if (attribute == null) {
            throw new QueryException(
                    "there is no attribute @" + reader.token().text(),
                    reader.token().column());
        }
        reader.advance();
        return new Expression.OfAttribute(of, attribute);
    }

    /** What follows an opening bracket: an index, or the bounds of a slice. */
    private Expression elements(Expression of) {
        Token start = reader.token();
        Integer from = reader.token().is(":") ? null : bound();
        if (reader.accept(":")) {
            Integer to = reader.token().is("]") ? null : bound();
            reader.expect("]");
            return new Expression.Slice(of, from, to);
        }
        if (from == null || from < 0) {
            throw TokenReader.unexpected("an index", start);
        }
        reader.expect("]");
        return new Expression.Element(of, from);
    }

    private Integer bound() {
        Token start = reader.token();
        boolean negative = reader.accept("-");
        if (reader.token().kind() == Kind.NUMBER
                && reader.number() instanceof Long bound
                && bound <= Integer.MAX_VALUE) {
            return (int) (negative ? -bound : bound);
        }
        throw TokenReader.unexpected("an index", start);
    }
}
