package jpm.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Cuts an expression into tokens, as Java's lexical grammar does. */
final class Tokenizer {
    /** Longer ones first, so that {@code >>>} is not taken for {@code >}. */
    private static final String[] OPERATORS = {
        ">>>", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "->", "::", "+", "-", "*", "/", "%", "&", "|", "^", "~",
        "!", "<", ">", "?", ":", "(", ")", "[", "]", ".", ",", "=", ";", "{", "}", "@"
    };

    private static final int HEX = 16;
    private static final int OCTAL = 8;
    private static final int BINARY = 2;
    private static final int DECIMAL = 10;

    private final String text;
    private int at;

    Tokenizer(String text) {
        this.text = text;
    }

    /** All tokens; the last is {@link Token.Kind#END}. */
    List<Token> tokens() {
        List<Token> tokens = new ArrayList<>();
        skipBlanks();
        while (at < text.length()) {
            tokens.add(token());
            skipBlanks();
        }
        tokens.add(new Token(Token.Kind.END, "", text.length(), null));
        return tokens;
    }

    private void skipBlanks() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                at = end < 0 ? text.length() : end + 2;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                return;
            }
        }
    }

    private Token token() {
        char c = text.charAt(at);
        if (at > 0 && text.charAt(at - 1) == '@' && Character.isLetterOrDigit(c)) {
            return address();
        }
        if (Character.isJavaIdentifierStart(c)) {
            return name();
        }
        boolean fraction = c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1));
        if (isDigit(c) || fraction) {
            return number();
        }
        return switch (c) {
            case '"' -> string();
            case '\'' -> character();
            default -> operator();
        };
    }

    private Token address() {
        int start = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        return new Token(Token.Kind.OPERATOR, text.substring(start, at), start, null);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private Token name() {
        int start = at;
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        Value value = keyword(name);
        return new Token(value == null ? Token.Kind.NAME : Token.Kind.LITERAL, name, start, value);
    }

    private static @Nullable Value keyword(String name) {
        return switch (name) {
            case "true" -> new Value.Primitive(PrimitiveType.BOOLEAN, 1);
            case "false" -> new Value.Primitive(PrimitiveType.BOOLEAN, 0);
            case "null" -> Value.NULL;
            default -> null;
        };
    }

    private Token operator() {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                Token token = new Token(Token.Kind.OPERATOR, operator, at, null);
                at += operator.length();
                return token;
            }
        }
        throw new ExpressionException("unexpected character '" + text.charAt(at) + "'", at);
    }

    private Token number() {
        int start = at;
        boolean hex = text.regionMatches(true, at, "0x", 0, 2);
        at += hex ? 2 : 0;
        while (at < text.length() && isNumberPart(text.charAt(at), hex, start)) {
            at++;
        }
        String literal = text.substring(start, at);
        try {
            return new Token(Token.Kind.LITERAL, literal, start, numberValue(literal.replace("_", ""), hex));
        } catch (NumberFormatException e) {
            throw new ExpressionException("not a number: " + literal, start);
        }
    }

    private boolean isNumberPart(char c, boolean hex, int start) {
        if (Character.isLetterOrDigit(c) || c == '_' || c == '.') {
            return true;
        }
        char before = at > start ? Character.toLowerCase(text.charAt(at - 1)) : ' ';
        return (c == '+' || c == '-') && before == (hex ? 'p' : 'e');
    }

    private static Value numberValue(String literal, boolean hex) {
        String lower = literal.toLowerCase(Locale.ROOT);
        boolean isFloating = lower.contains(".")
                || (hex ? lower.contains("p") : lower.endsWith("d") || lower.endsWith("f") || isExponential(lower));
        if (isFloating) {
            return lower.endsWith("f")
                    ? new Value.Primitive(PrimitiveType.FLOAT, Float.floatToRawIntBits(Float.parseFloat(lower)))
                    : new Value.Primitive(PrimitiveType.DOUBLE, Double.doubleToRawLongBits(Double.parseDouble(lower)));
        }
        boolean isLong = lower.endsWith("l");
        return integral(isLong ? lower.substring(0, lower.length() - 1) : lower, isLong);
    }

    private static boolean isExponential(String lower) {
        return lower.contains("e") && !lower.startsWith("0b");
    }

    private static Value integral(String digits, boolean isLong) {
        int radix = radix(digits);
        int prefix = radix == HEX || radix == BINARY ? 2 : 0;
        String bare = digits.substring(prefix);
        if (radix == DECIMAL) {
            // 2147483648 may follow a minus sign: the parser narrows it there.
            return new Value.Primitive(isLong ? PrimitiveType.LONG : PrimitiveType.INT, Long.parseUnsignedLong(bare));
        }
        return isLong
                ? new Value.Primitive(PrimitiveType.LONG, Long.parseUnsignedLong(bare, radix))
                : new Value.Primitive(PrimitiveType.INT, Integer.parseUnsignedInt(bare, radix));
    }

    private static int radix(String digits) {
        if (digits.startsWith("0x")) {
            return HEX;
        }
        if (digits.startsWith("0b")) {
            return BINARY;
        }
        return digits.length() > 1 && digits.startsWith("0") ? OCTAL : DECIMAL;
    }

    private Token string() {
        int start = at++;
        StringBuilder content = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            content.append(unescaped(start));
        }
        close('"', start);
        return new Token(Token.Kind.LITERAL, text.substring(start, at), start, new Value.Text(content.toString()));
    }

    private Token character() {
        int start = at++;
        if (at >= text.length() || text.charAt(at) == '\'') {
            throw new ExpressionException("empty character literal", start);
        }
        char c = unescaped(start);
        close('\'', start);
        return new Token(
                Token.Kind.LITERAL, text.substring(start, at), start, new Value.Primitive(PrimitiveType.CHAR, c));
    }

    private void close(char quote, int start) {
        if (at >= text.length() || text.charAt(at) != quote) {
            throw new ExpressionException("no closing " + quote, start);
        }
        at++;
    }

    private char unescaped(int start) {
        char c = text.charAt(at++);
        if (c != '\\') {
            return c;
        }
        if (at >= text.length()) {
            throw new ExpressionException("no closing quote", start);
        }
        char escaped = text.charAt(at++);
        int simple = "ntrbfs0".indexOf(escaped);
        if (escaped == 'u') {
            return unicode();
        }
        return simple >= 0 ? "\n\t\r\b\f \0".charAt(simple) : literally(escaped);
    }

    private char literally(char escaped) {
        if (escaped != '\\' && escaped != '"' && escaped != '\'') {
            throw new ExpressionException("unknown escape \\" + escaped, at - 2);
        }
        return escaped;
    }

    private char unicode() {
        int end = at + 4;
        try {
            char c = (char) Integer.parseInt(text.substring(at, Math.min(end, text.length())), HEX);
            at = end;
            return c;
        } catch (NumberFormatException e) {
            throw new ExpressionException("\\u needs four hexadecimal digits", at - 2);
        }
    }
}
