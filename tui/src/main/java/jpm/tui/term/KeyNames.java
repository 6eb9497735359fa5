package jpm.tui.term;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import com.googlecode.lanterna.input.MouseAction;
import com.googlecode.lanterna.input.MouseActionType;
import java.util.Locale;
import java.util.Map;

/** Lanterna's key strokes by our names. */
final class KeyNames {
    private static final Map<KeyType, String> NAMES = Map.ofEntries(
            Map.entry(KeyType.Enter, "Enter"),
            Map.entry(KeyType.Escape, "Esc"),
            Map.entry(KeyType.Tab, "Tab"),
            Map.entry(KeyType.ReverseTab, "Shift-Tab"),
            Map.entry(KeyType.Backspace, "Backspace"),
            Map.entry(KeyType.Delete, "Delete"),
            Map.entry(KeyType.Insert, "Insert"),
            Map.entry(KeyType.ArrowUp, "Up"),
            Map.entry(KeyType.ArrowDown, "Down"),
            Map.entry(KeyType.ArrowLeft, "Left"),
            Map.entry(KeyType.ArrowRight, "Right"),
            Map.entry(KeyType.PageUp, "PgUp"),
            Map.entry(KeyType.PageDown, "PgDn"),
            Map.entry(KeyType.Home, "Home"),
            Map.entry(KeyType.End, "End"),
            Map.entry(KeyType.EOF, "EOF"));

    private static final Map<MouseActionType, String> MOUSE = Map.of(
            MouseActionType.CLICK_DOWN, "Click",
            MouseActionType.SCROLL_UP, "WheelUp",
            MouseActionType.SCROLL_DOWN, "WheelDown");

    private KeyNames() {}

    static Key of(KeyStroke stroke) {
        if (stroke instanceof MouseAction mouse) {
            return ofMouse(mouse);
        }
        return stroke.getKeyType() == KeyType.Character ? ofCharacter(stroke) : ofType(stroke);
    }

    /** Releasing, dragging and moving mean nothing here. */
    private static Key ofMouse(MouseAction mouse) {
        String name = MOUSE.getOrDefault(mouse.getActionType(), "Mouse");
        return new Key(
                name, mouse.getPosition().getColumn(), mouse.getPosition().getRow());
    }

    private static Key ofCharacter(KeyStroke stroke) {
        String text = stroke.getCharacter().toString();
        if (stroke.isCtrlDown()) {
            return new Key("Ctrl-" + text.toUpperCase(Locale.ROOT));
        }
        return new Key(text);
    }

    /**
     * Modifiers of named keys are left out: terminals differ in what they send for them, and for the arrows of a terminal's
     * application mode Lanterna reports a Ctrl that nobody pressed.
     */
    private static Key ofType(KeyStroke stroke) {
        KeyType type = stroke.getKeyType();
        return new Key(NAMES.getOrDefault(type, type.name()));
    }

    static boolean isHighSurrogate(Key key) {
        return key.name().length() == 1 && Character.isHighSurrogate(key.name().charAt(0));
    }

    static Key join(Key high, Key low) {
        return new Key(high.name() + low.name());
    }
}
