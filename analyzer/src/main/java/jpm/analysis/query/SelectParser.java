package jpm.analysis.query;

import java.util.ArrayList;
import java.util.List;
import jpm.analysis.query.Token.Kind;

/** Reads a query by recursive descent; every error tells its column. */
final class SelectParser {
    private final TokenReader reader;

    private SelectParser(TokenReader reader) {
        this.reader = reader;
    }

    static Select parse(String query) {
        TokenReader reader = new TokenReader(query);
        Select select = new SelectParser(reader).select();
        if (reader.token().kind() != Kind.END) {
            throw reader.unexpected("the end");
        }
        return select;
    }

    /** What is selected is read after FROM has told the object's alias. */
    private Select select() {
        reader.expect("SELECT");
        boolean distinct = reader.accept("DISTINCT");
        Select.Kind kind = kind();
        Token items = reader.token();
        if (!skipToFrom()) {
            reader.rewind(items);
            items(expressions(""));
            throw reader.unexpected("FROM");
        }
        Select.Source source = source();
        ExpressionParser expressions = expressions(alias());
        Token behind = reader.token();
        List<Select.Item> selected = itemsAt(items, kind, expressions);
        reader.rewind(behind);
        Expression where = reader.accept("WHERE") ? expressions.condition() : null;
        List<Expression> groupBy = reader.accept("GROUP") ? groupBy(expressions) : List.of();
        List<Select.Order> orderBy = reader.accept("ORDER") ? orderBy(selected, expressions) : List.of();
        long limit = reader.accept("LIMIT") ? limit() : Long.MAX_VALUE;
        Select union = reader.accept("UNION") ? union(kind == Select.Kind.ROWS ? selected.size() : 0) : null;
        return new Select(distinct, kind, selected, source, where, groupBy, orderBy, limit, union);
    }

    private ExpressionParser expressions(String alias) {
        return new ExpressionParser(reader, alias, this::inner);
    }

    private List<Select.Item> itemsAt(Token start, Select.Kind kind, ExpressionParser expressions) {
        reader.rewind(start);
        List<Select.Item> selected = items(expressions);
        if (!reader.token().is("FROM")) {
            throw reader.unexpected("FROM");
        }
        if (kind != Select.Kind.ROWS && selected.size() > 1) {
            throw new QueryException("objects are told by one value", start.column());
        }
        return selected;
    }

    private Select.Kind kind() {
        if (reader.accept("AS")) {
            reader.expect("RETAINED");
            reader.expect("SET");
            reader.accept("OBJECTS");
            return Select.Kind.RETAINED_SET;
        }
        return reader.accept("OBJECTS") ? Select.Kind.OBJECTS : Select.Kind.ROWS;
    }

    private boolean skipToFrom() {
        int open = 0;
        while (reader.token().kind() != Kind.END && (open > 0 || !reader.token().is("FROM"))) {
            open += reader.token().is("(") ? 1 : reader.token().is(")") ? -1 : 0;
            reader.advance();
        }
        return reader.accept("FROM");
    }

    /** A query in parentheses within another one. */
    private Select inner() {
        reader.enter();
        reader.expect("(");
        Select inner = select();
        reader.expect(")");
        reader.leave();
        return inner;
    }

    private Select.Source source() {
        boolean areClasses = reader.acceptBeforeClassName("OBJECTS");
        int column = reader.token().column();
        boolean withSubclasses = reader.acceptBeforeClassName("INSTANCEOF");
        if (reader.token().kind() == Kind.TEXT) {
            String regex = reader.pattern().pattern();
            return Select.Source.ofClass(regex, true, withSubclasses, areClasses, column);
        }
        if (reader.token().kind() == Kind.NUMBER) {
            return numbered(withSubclasses, areClasses, column);
        }
        if (reader.token().is("(")) {
            return new Select.Source("", false, withSubclasses, areClasses, List.of(), List.of(), inner(), column);
        }
        Token name = reader.peekClassName();
        if (name.kind() == Kind.END || TokenReader.isKeyword(name)) {
            throw TokenReader.unexpected("a class's name", name);
        }
        reader.skip(name);
        return Select.Source.ofClass(name.text(), false, withSubclasses, areClasses, name.column());
    }

    /** Addresses in hexadecimal digits, and numbers of objects in decimal ones. */
    private Select.Source numbered(boolean withSubclasses, boolean areClasses, int column) {
        List<Long> addresses = new ArrayList<>();
        List<Long> indexes = new ArrayList<>();
        do {
            boolean isAddress = reader.token().text().startsWith("0x");
            if (reader.token().kind() != Kind.NUMBER || !(reader.number() instanceof Long number)) {
                throw reader.unexpected("an address");
            }
            (isAddress ? addresses : indexes).add(number);
        } while (reader.accept(","));
        return new Select.Source(
                "", false, withSubclasses, areClasses, List.copyOf(addresses), List.copyOf(indexes), null, column);
    }

    private String alias() {
        reader.accept("AS");
        boolean isAlias = reader.token().kind() == Kind.WORD && !TokenReader.isKeyword(reader.token());
        return isAlias ? reader.name() : "";
    }

    private List<Select.Item> items(ExpressionParser expressions) {
        if (reader.accept("*")) {
            return List.of();
        }
        List<Select.Item> items = new ArrayList<>();
        do {
            int start = reader.token().column();
            Expression expression = expressions.condition();
            String name = reader.writtenFrom(start);
            items.add(new Select.Item(expression, reader.accept("AS") ? reader.name() : name));
        } while (reader.accept(","));
        return List.copyOf(items);
    }

    private List<Expression> groupBy(ExpressionParser expressions) {
        reader.expect("BY");
        List<Expression> keys = new ArrayList<>();
        do {
            keys.add(expressions.condition());
        } while (reader.accept(","));
        return List.copyOf(keys);
    }

    /** A key is an expression, the name of a column, or its number from 1. */
    private List<Select.Order> orderBy(List<Select.Item> items, ExpressionParser expressions) {
        reader.expect("BY");
        List<Select.Order> order = new ArrayList<>();
        do {
            Token start = reader.token();
            Expression key = expressions.condition();
            boolean descending = reader.accept("DESC");
            if (!descending) {
                reader.accept("ASC");
            }
            order.add(new Select.Order(column(key, start, items), descending));
        } while (reader.accept(","));
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
        Token start = reader.token();
        if (reader.token().kind() == Kind.NUMBER && reader.number() instanceof Long limit) {
            return limit;
        }
        throw TokenReader.unexpected("a number", start);
    }

    private Select union(int columns) {
        boolean inParentheses = reader.accept("(");
        int column = reader.token().column();
        Select select = select();
        if (inParentheses) {
            reader.expect(")");
        }
        if (select.width() != columns) {
            throw new QueryException("both sides of UNION need the same columns", column);
        }
        return select;
    }
}
