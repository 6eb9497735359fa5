package jpm.analysis.query;

/**
 * A word of a query.
 *
 * @param text as written; of a text what stands between the quotes
 * @param column where it begins, from 1
 */
record Token(Kind kind, String text, int column) {
    enum Kind {
        WORD,
        /** A name that begins with an at sign, written without it. */
        ATTRIBUTE,
        NUMBER,
        TEXT,
        SIGN,
        END
    }

    boolean is(String keywordOrSign) {
        return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(keywordOrSign);
    }

    /** For messages. */
    String shown() {
        return switch (kind) {
            case END -> "the end";
            case ATTRIBUTE -> "@" + text;
            case TEXT -> "a text";
            default -> text;
        };
    }
}
