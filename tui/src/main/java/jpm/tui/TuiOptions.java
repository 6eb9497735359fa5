package jpm.tui;

import java.nio.file.Path;
import java.util.Map;
import jpm.tui.term.Theme;

/**
 * How the interface starts.
 *
 * @param name what is being opened, as the user called it
 * @param historyFile where typed commands are kept
 */
public record TuiOptions(String name, Theme theme, Path historyFile) {
    /**
     * The user's own settings: {@code JPM_THEME} names a theme ({@code dark}, {@code light} or {@code none}), {@code NO_COLOR} means none; the
     * history lies in {@code $XDG_STATE_HOME/jpm/history}.
     */
    public static TuiOptions of(String name, Map<String, String> environment) {
        return new TuiOptions(name, theme(environment), History.defaultFile(environment));
    }

    private static Theme theme(Map<String, String> environment) {
        boolean noColor = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return noColor
                ? Theme.NONE
                : Theme.named(environment.getOrDefault("JPM_THEME", "")).orElse(Theme.DARK);
    }
}
