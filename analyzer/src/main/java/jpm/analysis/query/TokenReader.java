package jpm.analysis.query;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import jpm.analysis.query.Token.Kind;

/** A place in the words of a query: the token that comes next, and how deep the query is nested there. Every error tells its column. */
final class TokenReader {
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
    private int depth;

    TokenReader(String query) {
        this.lexer = new Lexer(query);
        this.token = lexer.next();
    }

    /** The token that comes next. */
    Token token() {
        return token;
    }

    void advance() {
        token = lexer.next();
    }

    /** Goes back to a token that was read before. */
    void rewind(Token to) {
        lexer.returnTo(to);
        token = lexer.next();
    }

    boolean accept(String word) {
        if (!token.is(word)) {
            return false;
        }
        advance();
        return true;
    }

    void expect(String word) {
        if (!accept(word)) {
            throw unexpected(word);
        }
    }

    QueryException unexpected(String wanted) {
        return unexpected(wanted, token);
    }

    static QueryException unexpected(String wanted, Token found) {
        return new QueryException("expected " + wanted + ", found " + found.shown(), found.column());
    }

    /** Goes into something nested; {@link QueryException} where it is too deep to be meant. */
    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new QueryException("it is nested too deeply", token.column());
        }
    }

    void leave() {
        depth--;
    }

    static boolean isKeyword(Token token) {
        return KEYWORDS.contains(token.text().toUpperCase(Locale.ROOT));
    }

    /** A word or a text in quotes. */
    String name() {
        if (token.kind() != Kind.WORD && token.kind() != Kind.TEXT) {
            throw unexpected("a name");
        }
        String name = token.text();
        advance();
        return name;
    }

    /** The token that comes next as the name of a class, in which dots and brackets are no signs. */
    Token peekClassName() {
        lexer.returnTo(token);
        Token name = lexer.nextClassName();
        rewind(token);
        return name;
    }

    /** Passes over a word that stands where the name of a class may. */
    boolean acceptBeforeClassName(String word) {
        Token name = peekClassName();
        if (!name.is(word)) {
            return false;
        }
        skip(name);
        return true;
    }

    /** Continues behind what was peeked at. */
    void skip(Token peeked) {
        rewind(new Token(Kind.WORD, "", peeked.column() + peeked.text().length()));
    }

    /** What was written from a column to the token that comes next. */
    String writtenFrom(int column) {
        return lexer.written(column, token.column());
    }

    /** The regular expression that a text in quotes is. */
    Pattern pattern() {
        try {
            Pattern pattern = Pattern.compile(token.text(), Pattern.DOTALL);
            advance();
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new QueryException(
                    "no regular expression: " + e.getDescription(), token.column() + 1 + Math.max(0, e.getIndex()));
        }
    }

    /** A Long, or a Double where it has a fraction. */
    Object number() {
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
}
