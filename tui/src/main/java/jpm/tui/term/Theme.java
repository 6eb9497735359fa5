package jpm.tui.term;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How each {@link Style} looks. Only the terminal's own sixteen colours are used, so that its palette decides. */
public enum Theme {
    /** For a dark background. */
    DARK(Color.BRIGHT_BLACK, Color.CYAN, Color.YELLOW, Color.GREEN, Color.MAGENTA, Color.BLUE, Color.BRIGHT_RED),
    /** For a light background. */
    LIGHT(Color.BRIGHT_BLACK, Color.BLUE, Color.RED, Color.GREEN, Color.MAGENTA, Color.CYAN, Color.RED),
    /** Bold, underlined and reversed text only. */
    NONE(Color.DEFAULT, Color.DEFAULT, Color.DEFAULT, Color.DEFAULT, Color.DEFAULT, Color.DEFAULT, Color.DEFAULT);

    @SuppressWarnings("ImmutableEnumChecker") // filled once by the constructor
    private final Map<Style, Look> looks = new EnumMap<>(Style.class);

    Theme(Color dim, Color accent, Color warm, Color string, Color keyword, Color number, Color error) {
        for (Style style : Style.values()) {
            looks.put(style, Look.PLAIN);
        }
        looks.put(Style.DIM, Look.of(dim));
        looks.put(Style.BORDER, Look.of(dim));
        looks.put(Style.COMMENT, Look.of(dim));
        looks.put(Style.TYPE, Look.of(dim));
        looks.put(Style.HEADER, Look.BOLD);
        looks.put(Style.TITLE, Look.of(accent));
        looks.put(Style.FOCUSED_TITLE, new Look(accent, true, true, false));
        looks.put(Style.SELECTED, new Look(Color.DEFAULT, false, true, false));
        looks.put(Style.SELECTED_ELSEWHERE, new Look(Color.DEFAULT, true, false, false));
        looks.put(Style.CURRENT, new Look(warm, true, false, false));
        looks.put(Style.MATCH, new Look(warm, false, true, true));
        looks.put(Style.NAME, Look.of(accent));
        looks.put(Style.KEYWORD, Look.of(keyword));
        looks.put(Style.STRING, Look.of(string));
        looks.put(Style.NUMBER, Look.of(number));
        looks.put(Style.ANNOTATION, Look.of(warm));
        looks.put(Style.CAUTION, Look.of(warm));
        looks.put(Style.ERROR, new Look(error, true, false, false));
        looks.put(Style.KEY, new Look(accent, true, false, false));
        looks.put(Style.PROMPT, new Look(accent, true, false, false));
    }

    Look look(Style style) {
        return looks.getOrDefault(style, Look.PLAIN);
    }

    /** The theme of that name in any case. */
    public static Optional<Theme> named(String name) {
        for (Theme theme : values()) {
            if (theme.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(theme);
            }
        }
        return Optional.empty();
    }

    /** The terminal's colours, as its palette shows them. */
    enum Color {
        DEFAULT,
        RED,
        GREEN,
        YELLOW,
        BLUE,
        MAGENTA,
        CYAN,
        BRIGHT_BLACK,
        BRIGHT_RED
    }

    /** Attributes of a cell. */
    record Look(Color color, boolean bold, boolean reversed, boolean underlined) {
        static final Look PLAIN = of(Color.DEFAULT);
        static final Look BOLD = new Look(Color.DEFAULT, true, false, false);

        static Look of(Color color) {
            return new Look(color, false, false, false);
        }
    }
}
