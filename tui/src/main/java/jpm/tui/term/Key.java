package jpm.tui.term;

/**
 * One key press, by the name under which help texts show it: a printed character is its own name ({@code "q"}, {@code "é"}),
 * others are {@code Enter}, {@code Esc}, {@code Tab}, {@code Shift-Tab}, {@code Up}, {@code PgDn}, {@code Ctrl-C}, …, and of the mouse
 * {@code Click}, {@code WheelUp} and {@code WheelDown}.
 *
 * @param column where the pointer was, counted from 0; -1 for keys
 */
public record Key(String name, int column, int row) {
    /** A key, which is nowhere on the screen. */
    public Key(String name) {
        this(name, -1, -1);
    }

    public static final Key ENTER = new Key("Enter");
    public static final Key ESCAPE = new Key("Esc");
    public static final Key TAB = new Key("Tab");
    public static final Key SHIFT_TAB = new Key("Shift-Tab");
    public static final Key BACKSPACE = new Key("Backspace");
    public static final Key DELETE = new Key("Delete");
    public static final Key UP = new Key("Up");
    public static final Key DOWN = new Key("Down");
    public static final Key LEFT = new Key("Left");
    public static final Key RIGHT = new Key("Right");
    public static final Key PAGE_UP = new Key("PgUp");
    public static final Key PAGE_DOWN = new Key("PgDn");
    public static final Key HOME = new Key("Home");
    public static final Key END = new Key("End");

    /** The terminal is gone: nothing more will ever be read. */
    public static final Key END_OF_INPUT = new Key("EOF");

    /** The key that types this character. */
    public static Key of(int codePoint) {
        return new Key(Character.toString(codePoint));
    }

    /** The control key with a letter, as {@code ctrl('C')}. */
    public static Key ctrl(char upperCaseLetter) {
        return new Key("Ctrl-" + upperCaseLetter);
    }

    /** Whether it is the same key, wherever the pointer was. */
    public boolean isSameAs(Key other) {
        return name.equals(other.name);
    }

    /** Whether this key types its name, that is exactly one character. */
    public boolean isText() {
        return name.codePointCount(0, name.length()) == 1;
    }
}
