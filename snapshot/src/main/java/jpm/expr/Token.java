package jpm.expr;

import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an expression's text.
 *
 * @param value the value of a literal, else null
 */
record Token(Kind kind, String text, int column, @Nullable Value value) {
    enum Kind {
        NAME,
        LITERAL,
        OPERATOR,
        END
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /** How the token is named in messages. */
    String shown() {
        return kind == Kind.END ? "the end" : "\"" + text + "\"";
    }
}
