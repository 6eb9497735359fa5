package jpm.tui;

import java.util.List;
import java.util.function.Consumer;

/** What strings the heap holds more than once. */
final class StringsView extends View {
    private final StringsPane strings;

    /** @param query shows what a query finds */
    StringsView(Desk desk, Consumer<String> query) {
        super("Strings");
        this.strings = new StringsPane(desk, query);
    }

    @Override
    List<Pane> panes() {
        return List.of(strings);
    }

    @Override
    void shown() {
        strings.look();
    }
}
