package jpm.analysis.query;

import java.util.List;
import jpm.analysis.query.Token.Kind;

/** Cuts a query into words. */
final class Lexer {
    private static final List<String> LONG_SIGNS = List.of("!=", "<>", "<=", ">=");
    private static final String SIGNS = "=<>(),.*+-/%[]:";

    private final String query;
    private int at;

    Lexer(String query) {
        this.query = query;
    }

    Token next() {
        skipSpace();
        if (at == query.length()) {
            return new Token(Kind.END, "", at + 1);
        }
        char c = query.charAt(at);
        if (c == '"' || c == '\'') {
            return text(c);
        }
        if (Character.isDigit(c)) {
            return number();
        }
        if (c == '@') {
            at++;
            Token name = word();
            return new Token(Kind.ATTRIBUTE, name.text(), name.column() - 1);
        }
        return isWordStart(c) ? word() : sign();
    }

    /** The name of a class, with its dots, brackets and a hidden class's address. */
    Token nextClassName() {
        skipSpace();
        int start = at;
        while (at < query.length()
                && !Character.isWhitespace(query.charAt(at))
                && ",()".indexOf(query.charAt(at)) < 0) {
            at++;
        }
        return new Token(start == at ? Kind.END : Kind.WORD, query.substring(start, at), start + 1);
    }

    /** Continues behind a token that was read already. */
    void returnTo(Token token) {
        at = token.column() - 1;
    }

    /** What was written between two columns. */
    String written(int fromColumn, int toColumn) {
        return query.substring(fromColumn - 1, toColumn - 1).trim();
    }

    private void skipSpace() {
        while (at < query.length() && Character.isWhitespace(query.charAt(at))) {
            at++;
        }
    }

    private static boolean isWordStart(char c) {
        return Character.isJavaIdentifierStart(c);
    }

    private Token word() {
        int start = at;
        while (at < query.length() && Character.isJavaIdentifierPart(query.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw new QueryException("a name is missing", start + 1);
        }
        return new Token(Kind.WORD, query.substring(start, at), start + 1);
    }

    /** Decimal, with a fraction, or an address in hexadecimal. */
    private Token number() {
        int start = at;
        while (at < query.length() && (Character.isLetterOrDigit(query.charAt(at)) || isFraction())) {
            at++;
        }
        return new Token(Kind.NUMBER, query.substring(start, at), start + 1);
    }

    private boolean isFraction() {
        return query.charAt(at) == '.' && at + 1 < query.length() && Character.isDigit(query.charAt(at + 1));
    }

    private Token text(char quote) {
        int start = at++;
        StringBuilder text = new StringBuilder();
        while (at < query.length() && query.charAt(at) != quote) {
            boolean escaped = query.charAt(at) == '\\' && at + 1 < query.length() && query.charAt(at + 1) == quote;
            at += escaped ? 1 : 0;
            text.append(query.charAt(at++));
        }
        if (at == query.length()) {
            throw new QueryException("the text has no end", start + 1);
        }
        at++;
        return new Token(Kind.TEXT, text.toString(), start + 1);
    }

    private Token sign() {
        for (String sign : LONG_SIGNS) {
            if (query.startsWith(sign, at)) {
                at += sign.length();
                return new Token(Kind.SIGN, sign, at - 1);
            }
        }
        char c = query.charAt(at++);
        if (SIGNS.indexOf(c) < 0) {
            throw new QueryException("'" + c + "' means nothing here", at);
        }
        return new Token(Kind.SIGN, String.valueOf(c), at);
    }
}
