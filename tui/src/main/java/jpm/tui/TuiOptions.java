package jpm.tui;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jpm.tui.term.Theme;
import org.jspecify.annotations.Nullable;

/**
 * How the interface starts.
 *
 * @param name what is being opened, as the user called it
 * @param historyFile where typed commands are kept; queries are kept beside it
 * @param description gives what is known of the dump besides its objects, one fact a line
 */
public record TuiOptions(String name, Theme theme, Path historyFile, Supplier<List<String>> description) {
    private static final String ALWAYS = "always";
    private static final String NEVER = "never";

    /**
     * The user's own settings: {@code JPM_THEME} names a theme ({@code dark}, {@code light} or {@code none}), {@code NO_COLOR} means none; the
     * history lies in {@code $XDG_STATE_HOME/jpm/history}.
     *
     * @param theme the name of a theme that goes before that of the environment, or null
     * @param color {@code always} to overrule {@code NO_COLOR}, {@code never} for no colours, or null
     */
    public static TuiOptions of(
            String name, Map<String, String> environment, @Nullable String theme, @Nullable String color) {
        return new TuiOptions(name, theme(environment, theme, color), History.defaultFile(environment), List::of);
    }

    /** The same options with what is known of the dump. */
    public TuiOptions describedBy(Supplier<List<String>> newDescription) {
        return new TuiOptions(name, theme, historyFile, newDescription);
    }

    private static Theme theme(Map<String, String> environment, @Nullable String named, @Nullable String color) {
        boolean noColor = !environment.getOrDefault("NO_COLOR", "").isEmpty() && named == null;
        if (NEVER.equals(color) || noColor && !ALWAYS.equals(color)) {
            return Theme.NONE;
        }
        String name = named == null ? environment.getOrDefault("JPM_THEME", "") : named;
        return Theme.named(name).orElse(Theme.DARK);
    }
}
