package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import jpm.debug.HeapBrowser;
import jpm.debug.HeapFacts;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;

/** All that is known of the dump itself: the dead process, the heap dump's file, the system properties. */
final class InfoView extends View {
    private final Desk desk;
    private final Text text;
    private boolean asked;

    InfoView(Desk desk) {
        super("Info");
        this.desk = desk;
        this.text = new Text(desk);
    }

    /** What is known of the dump without its heap, one fact a line. */
    void opened(List<String> description) {
        text.show(description.stream()
                .map(line -> new LinesPane.Line(StyledLine.plain(line), null))
                .toList());
        text.description = List.copyOf(description);
    }

    @Override
    List<Pane> panes() {
        return List.of(text);
    }

    @Override
    void shown() {
        HeapBrowser heap = desk.heap();
        if (heap != null && !asked) {
            asked = true;
            desk.reader().run(() -> HeapFacts.of(heap.heap()), text::add, desk::complain);
        }
    }

    /** The facts. */
    private static final class Text extends LinesPane {
        private static final int NAME_COLUMNS = 14;
        private List<String> description = List.of();

        Text(Desk desk) {
            super("Dump", desk);
        }

        void add(HeapFacts facts) {
            List<Line> lines = new ArrayList<>();
            description.forEach(line -> lines.add(new Line(StyledLine.plain(line), null)));
            if (!lines.isEmpty()) {
                lines.add(new Line(StyledLine.EMPTY, null));
            }
            facts.lines().forEach((name, value) -> lines.add(line(name, value)));
            lines.add(new Line(StyledLine.EMPTY, null));
            facts.systemProperties().forEach((name, value) -> lines.add(property(name, value)));
            show(lines);
        }

        private static Line line(String name, String value) {
            String before = " ".repeat(Math.max(0, NAME_COLUMNS - name.length())) + name + ": ";
            return new Line(
                    StyledLine.builder()
                            .add(before, Style.DIM)
                            .add(value, Style.TEXT)
                            .build(),
                    null);
        }

        private static Line property(String name, String value) {
            return new Line(
                    StyledLine.builder()
                            .add(name, Style.NAME)
                            .add("=", Style.DIM)
                            .add(value, Style.TEXT)
                            .build(),
                    null);
        }

        @Override
        String emptyText() {
            return "nothing is known of this dump";
        }
    }
}
