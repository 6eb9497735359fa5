package jpm.tui.term;

/** What a piece of text is; a {@link Theme} says how that looks. */
public enum Style {
    TEXT,
    DIM,
    HEADER,
    TITLE,
    FOCUSED_TITLE,
    BORDER,
    SELECTED,
    SELECTED_ELSEWHERE,
    CURRENT,
    MATCH,
    NAME,
    TYPE,
    KEYWORD,
    STRING,
    NUMBER,
    COMMENT,
    ANNOTATION,
    CAUTION,
    ERROR,
    KEY,
    PROMPT
}
