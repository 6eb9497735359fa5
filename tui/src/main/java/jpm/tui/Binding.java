package jpm.tui;

import java.util.List;
import java.util.function.Supplier;
import jpm.tui.term.Key;
import org.jspecify.annotations.Nullable;

/**
 * What keys do in a pane or everywhere. The footer and the help screen are made from these.
 *
 * @param keys the first one is what the footer shows
 * @param hint one or two words for the footer; empty to leave it out there
 * @param description what it does, for the help screen
 * @param handler runs on the interface's thread
 * @param disabledReason why it can do nothing just now, or null
 */
record Binding(
        List<Key> keys, String hint, String description, Runnable handler, Supplier<@Nullable String> disabledReason) {

    static Binding of(String keys, String hint, String description, Runnable handler) {
        return new Binding(parse(keys), hint, description, handler, () -> null);
    }

    Binding disabledWhen(Supplier<@Nullable String> reason) {
        return new Binding(keys, hint, description, handler, reason);
    }

    boolean isFor(Key key) {
        return keys.stream().anyMatch(key::isSameAs);
    }

    boolean isEnabled() {
        return disabledReason.get() == null;
    }

    String firstKey() {
        return keys.get(0).name();
    }

    /** All keys, as the help screen shows them. */
    String keyNames() {
        return String.join(" ", keys.stream().map(Key::name).toList());
    }

    private static List<Key> parse(String keys) {
        return List.of(keys.split(" ")).stream().map(Key::new).toList();
    }
}
