package jpm.tui;

/** The text of a one-line input and the cursor in it. Positions are in chars and never inside a surrogate pair. */
final class LineEditor {
    private String text = "";
    private int cursor;

    String text() {
        return text;
    }

    int cursor() {
        return cursor;
    }

    void set(String newText) {
        text = newText;
        cursor = newText.length();
    }

    void set(String newText, int newCursor) {
        text = newText;
        cursor = newCursor;
    }

    void insert(String typed) {
        set(text.substring(0, cursor) + typed + text.substring(cursor), cursor + typed.length());
    }

    void backspace() {
        removeFrom(left());
    }

    void delete() {
        text = text.substring(0, cursor) + text.substring(right());
    }

    void moveLeft() {
        cursor = left();
    }

    void moveRight() {
        cursor = right();
    }

    void home() {
        cursor = 0;
    }

    void end() {
        cursor = text.length();
    }

    void deleteToEnd() {
        text = text.substring(0, cursor);
    }

    void deleteToStart() {
        removeFrom(0);
    }

    void deleteWord() {
        int from = cursor;
        while (from > 0 && text.charAt(from - 1) == ' ') {
            from--;
        }
        while (from > 0 && text.charAt(from - 1) != ' ') {
            from--;
        }
        removeFrom(from);
    }

    private void removeFrom(int from) {
        set(text.substring(0, from) + text.substring(cursor), from);
    }

    private int left() {
        return cursor == 0 ? 0 : text.offsetByCodePoints(cursor, -1);
    }

    private int right() {
        return cursor == text.length() ? cursor : text.offsetByCodePoints(cursor, 1);
    }
}
