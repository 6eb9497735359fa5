package jpm.analysis.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import jpm.analysis.query.Expression.AggregateKind;
import jpm.analysis.query.Expression.Attribute;
import jpm.analysis.query.Expression.Function;
import jpm.analysis.query.Expression.Relation;
import jpm.analysis.query.Token.Kind;
import org.jspecify.annotations.Nullable;

/** Reads a query by recursive descent; every error tells its column. */
final class Parser {
    private static final Set<String> KEYWORDS = Set.of(
            "SELECT",
            "DISTINCT",
            "FROM",
            "WHERE",
            "GROUP",
            "ORDER",
            "BY",
            "LIMIT",
            "UNION",
            "AND",
            "OR",
            "NOT",
            "LIKE",
            "IN",
            "AS",
            "ASC",
            "DESC",
            "OBJECTS",
            "INSTANCEOF");
    private static final int MAX_DEPTH = 200;

    private final Lexer lexer;
    private Token token;
    private String alias = "";
    private int depth;

    private Parser(String query) {
        this.lexer = new Lexer(query);
        this.token = lexer.next();
    }

    static Select parse(String query) {
        Parser parser = new Parser(query);
        Select select = parser.select();
        if (parser.token.kind() != Kind.END) {
            throw parser.unexpected("the end");
        }
        return select;
    }

    private Select select() {
        expect("SELECT");
        boolean distinct = accept("DISTINCT");
        Select.Kind kind = kind();
        Token items = token;
        if (!skipToFrom()) {
            rewind(items);
            items();
            throw unexpected("FROM");
        }
        Select.Source source = source();
        alias = alias();
        Token behind = token;
        rewind(items);
        List<Select.Item> selected = items();
        if (!token.is("FROM")) {
            throw unexpected("FROM");
        }
        if (kind != Select.Kind.ROWS && selected.size() > 1) {
            throw new QueryException("objects are told by one value", items.column());
        }
        rewind(behind);
        Expression where = accept("WHERE") ? condition() : null;
        List<Expression> groupBy = accept("GROUP") ? groupBy() : List.of();
        List<Select.Order> orderBy = accept("ORDER") ? orderBy(selected) : List.of();
        long limit = accept("LIMIT") ? limit() : Long.MAX_VALUE;
        Select union = accept("UNION") ? union(kind == Select.Kind.ROWS ? selected.size() : 0) : null;
        return new Select(distinct, kind, selected, source, where, groupBy, orderBy, limit, union);
    }

    private Select.Kind kind() {
        if (accept("AS")) {
            expect("RETAINED");
            expect("SET");
            accept("OBJECTS");
            return Select.Kind.RETAINED_SET;
        }
        return accept("OBJECTS") ? Select.Kind.OBJECTS : Select.Kind.ROWS;
    }

    /** What is selected is read after FROM has told the object's alias. */
    private boolean skipToFrom() {
        int open = 0;
        while (token.kind() != Kind.END && (open > 0 || !token.is("FROM"))) {
            open += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            advance();
        }
        return accept("FROM");
    }

    /** A query in parentheses within another one, whose objects have their own alias. */
    private Select inner() {
        enter();
        String outer = alias;
        expect("(");
        Select inner = select();
        expect(")");
        alias = outer;
        depth--;
        return inner;
    }

    private void rewind(Token to) {
        lexer.returnTo(to);
        token = lexer.next();
    }

    private Select.Source source() {
        lexer.returnTo(token);
        Token first = peekClassName();
        boolean objects = first.is("OBJECTS");
        first = objects ? peekClassName() : first;
        boolean withSubclasses = first.is("INSTANCEOF");
        int column = first.column();
        lexer.returnTo(withSubclasses ? nextBehind(first) : first);
        token = lexer.next();
        if (token.kind() == Kind.TEXT) {
            String regex = token.text();
            pattern(token);
            advance();
            return Select.Source.ofClass(regex, true, withSubclasses, objects, column);
        }
        if (token.kind() == Kind.NUMBER) {
            return numbered(withSubclasses, objects, column);
        }
        if (token.is("(")) {
            return new Select.Source("", false, withSubclasses, objects, List.of(), List.of(), inner(), column);
        }
        lexer.returnTo(token);
        Token name = lexer.nextClassName();
        if (name.kind() == Kind.END || KEYWORDS.contains(name.text().toUpperCase(Locale.ROOT))) {
            token = name;
            throw unexpected("a class's name");
        }
        advance();
        return Select.Source.ofClass(name.text(), false, withSubclasses, objects, name.column());
    }

    private Token peekClassName() {
        return lexer.nextClassName();
    }

    private Token nextBehind(Token word) {
        return new Token(Kind.WORD, "", word.column() + word.text().length());
    }

    /** Addresses in hexadecimal digits, and numbers of objects in decimal ones. */
    private Select.Source numbered(boolean withSubclasses, boolean areObjects, int column) {
        List<Long> addresses = new ArrayList<>();
        List<Long> indexes = new ArrayList<>();
        do {
            boolean isAddress = token.text().startsWith("0x");
            if (token.kind() != Kind.NUMBER || !(number() instanceof Long number)) {
                throw unexpected("an address");
            }
            (isAddress ? addresses : indexes).add(number);
        } while (accept(","));
        return new Select.Source(
                "", false, withSubclasses, areObjects, List.copyOf(addresses), List.copyOf(indexes), null, column);
    }

    private String alias() {
        accept("AS");
        if (token.kind() != Kind.WORD || KEYWORDS.contains(token.text().toUpperCase(Locale.ROOT))) {
            return "";
        }
        String name = token.text();
        advance();
        return name;
    }

    private List<Select.Item> items() {
        if (accept("*")) {
            return List.of();
        }
        List<Select.Item> items = new ArrayList<>();
        do {
            int start = token.column();
            Expression expression = condition();
            String name = lexer.written(start, token.column());
            items.add(new Select.Item(expression, accept("AS") ? name() : name));
        } while (accept(","));
        return List.copyOf(items);
    }

    private String name() {
        if (token.kind() != Kind.WORD && token.kind() != Kind.TEXT) {
            throw unexpected("a name");
        }
        String name = token.text();
        advance();
        return name;
    }

    private List<Expression> groupBy() {
        expect("BY");
        List<Expression> keys = new ArrayList<>();
        do {
            keys.add(condition());
        } while (accept(","));
        return List.copyOf(keys);
    }

    /** A key is an expression, the name of a column, or its number from 1. */
    private List<Select.Order> orderBy(List<Select.Item> items) {
        expect("BY");
        List<Select.Order> order = new ArrayList<>();
        do {
            Token start = token;
            Expression key = condition();
            boolean descending = accept("DESC");
            if (!descending) {
                accept("ASC");
            }
            order.add(new Select.Order(column(key, start, items), descending));
        } while (accept(","));
        return List.copyOf(order);
    }

    private static Expression column(Expression key, Token start, List<Select.Item> items) {
        if (key instanceof Expression.Literal number && number.value() instanceof Long n) {
            if (n < 1 || n > items.size()) {
                throw new QueryException("there is no column " + n, start.column());
            }
            return items.get((int) (n - 1)).expression();
        }
        for (Select.Item item : items) {
            if (key instanceof Expression.Field field && item.name().equals(field.name())) {
                return item.expression();
            }
        }
        return key;
    }

    private long limit() {
        Token start = token;
        if (token.kind() == Kind.NUMBER && number() instanceof Long limit) {
            return limit;
        }
        token = start;
        throw unexpected("a number");
    }

    private Select union(int columns) {
        boolean inParentheses = accept("(");
        int column = token.column();
        Select select = select();
        if (inParentheses) {
            expect(")");
        }
        if (select.width() != columns) {
            throw new QueryException("both sides of UNION need the same columns", column);
        }
        return select;
    }

    private Expression condition() {
        enter();
        Expression left = conjunction();
        while (accept("OR")) {
            left = new Expression.Or(left, conjunction());
        }
        depth--;
        return left;
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw new QueryException("it is nested too deeply", token.column());
        }
    }

    private Expression conjunction() {
        Expression left = negation();
        while (accept("AND")) {
            left = new Expression.And(left, negation());
        }
        return left;
    }

    private Expression negation() {
        if (!accept("NOT")) {
            return comparison();
        }
        enter();
        Expression of = negation();
        depth--;
        return new Expression.Not(of);
    }

    private Expression comparison() {
        Expression left = sum();
        for (Relation relation : Relation.values()) {
            if (accept(relation.sign) || relation == Relation.UNEQUAL && accept("<>")) {
                return new Expression.Comparison(relation, left, sum());
            }
        }
        boolean negated = accept("NOT");
        Expression test;
        if (accept("LIKE")) {
            test = new Expression.Like(left, likePattern());
        } else if (accept("IN")) {
            test = in(left);
        } else if (negated) {
            throw unexpected("LIKE or IN");
        } else {
            return left;
        }
        return negated ? new Expression.Not(test) : test;
    }

    private Pattern likePattern() {
        if (token.kind() != Kind.TEXT) {
            throw unexpected("a regular expression in quotes");
        }
        Pattern pattern = pattern(token);
        advance();
        return pattern;
    }

    static Pattern pattern(Token text) {
        try {
            return Pattern.compile(text.text(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new QueryException(
                    "no regular expression: " + e.getDescription(), text.column() + 1 + Math.max(0, e.getIndex()));
        }
    }

    /** Among values in parentheses, the objects of an inner query, or the elements of a list. */
    private Expression in(Expression value) {
        Token start = token;
        if (!accept("(")) {
            return new Expression.In(value, List.of(sum()));
        }
        boolean isSelect = token.is("SELECT");
        rewind(start);
        return isSelect ? new Expression.InSelect(value, inner()) : new Expression.In(value, alternatives());
    }

    private List<Expression> alternatives() {
        expect("(");
        List<Expression> alternatives = new ArrayList<>();
        do {
            alternatives.add(sum());
        } while (accept(","));
        expect(")");
        return List.copyOf(alternatives);
    }

    private Expression sum() {
        Expression left = product();
        while (token.is("+") || token.is("-")) {
            char sign = token.text().charAt(0);
            advance();
            left = new Expression.Arithmetic(sign, left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = operand();
        while (token.is("*") || token.is("/") || token.is("%")) {
            char sign = token.text().charAt(0);
            advance();
            left = new Expression.Arithmetic(sign, left, operand());
        }
        return left;
    }

    private Expression operand() {
        if (accept("(")) {
            Expression inner = condition();
            expect(")");
            return steps(inner);
        }
        if (accept("-")) {
            enter();
            Expression of = operand();
            depth--;
            return negative(of);
        }
        return switch (token.kind()) {
            case NUMBER -> new Expression.Literal(number());
            case TEXT -> new Expression.Literal(name());
            case ATTRIBUTE -> steps(attribute(new Expression.Self()));
            case WORD -> word();
            default -> throw unexpected("a value");
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
        Token word = token;
        if (KEYWORDS.contains(word.text().toUpperCase(Locale.ROOT))) {
            throw unexpected("a value");
        }
        advance();
        if (token.is("(")) {
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
        expect("(");
        Expression argument = condition();
        expect(")");
        return argument;
    }

    private Expression aggregate(AggregateKind kind, Token name) {
        expect("(");
        Expression of = kind == AggregateKind.COUNT && accept("*") ? null : condition();
        expect(")");
        if (of != null && Select.hasAggregate(of)) {
            throw new QueryException(name.text() + " of another aggregate", name.column());
        }
        return new Expression.Aggregate(kind, of);
    }

    /** Fields, attributes and elements behind a value. */
    private Expression steps(Expression start) {
        Expression at = start;
        while (true) {
            if (accept(".")) {
                at = token.kind() == Kind.ATTRIBUTE ? attribute(at) : field(at);
            } else if (accept("[")) {
                at = elements(at);
            } else {
                return at;
            }
        }
    }

    private Expression field(Expression of) {
        Token start = token;
        String name = name();
        return accept("(") ? method(of, name, start.column()) : new Expression.Field(of, name, start.column());
    }

    /** The methods of MAT's objects that only tell what functions and attributes do. */
    private Expression method(Expression of, String name, int column) {
        expect(")");
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
        Attribute attribute = findAttribute(token.text());
        if (attribute == null) {
            throw new QueryException("there is no attribute @" + token.text(), token.column());
        }
        advance();
        return new Expression.OfAttribute(of, attribute);
    }

    /** What follows an opening bracket: an index, or the bounds of a slice. */
    private Expression elements(Expression of) {
        Token start = token;
        Integer from = token.is(":") ? null : bound();
        if (accept(":")) {
            Integer to = token.is("]") ? null : bound();
            expect("]");
            return new Expression.Slice(of, from, to);
        }
        if (from == null || from < 0) {
            token = start;
            throw unexpected("an index");
        }
        expect("]");
        return new Expression.Element(of, from);
    }

    private Integer bound() {
        Token start = token;
        boolean negative = accept("-");
        if (token.kind() == Kind.NUMBER && number() instanceof Long bound && bound <= Integer.MAX_VALUE) {
            return (int) (negative ? -bound : bound);
        }
        token = start;
        throw unexpected("an index");
    }

    private Object number() {
        String text = token.text();
        try {
            Object number = text.startsWith("0x")
                    ? (Object) Long.parseUnsignedLong(text.substring(2), 16)
                    : text.contains(".")
                            ? (Object) Double.parseDouble(text)
                            : (Object) Long.parseLong(stripSuffix(text));
            advance();
            return number;
        } catch (NumberFormatException e) {
            throw new QueryException(text + " is no number", token.column());
        }
    }

    private static String stripSuffix(String number) {
        return number.endsWith("L") || number.endsWith("l") ? number.substring(0, number.length() - 1) : number;
    }

    private void advance() {
        token = lexer.next();
    }

    private boolean accept(String word) {
        if (!token.is(word)) {
            return false;
        }
        advance();
        return true;
    }

    private void expect(String word) {
        if (!accept(word)) {
            throw unexpected(word);
        }
    }

    private QueryException unexpected(String wanted) {
        return new QueryException("expected " + wanted + ", found " + token.shown(), token.column());
    }
}
