package jpm.tui;

import java.util.List;
import jpm.tui.term.Key;
import jpm.tui.term.StyledLine;

/** A titled part of the screen. Rendering reads the pane's state and changes nothing but its scroll position. */
interface Pane {
    /** A short name, as "Locals". */
    String name();

    /** What the title says beside the name: a count, a file, or what is being loaded; possibly empty. */
    String status();

    /** Whether the rows are still being read. */
    boolean isLoading();

    /** Whether a key acts on rows that are still being read, so that it had better wait for them. */
    default boolean makesWait(Key key) {
        return isLoading() && bindings().stream().anyMatch(binding -> binding.isFor(key));
    }

    /** The rows of the pane's inside, at most {@code rows}, each at most {@code columns} wide. */
    List<StyledLine> render(int columns, int rows, boolean focused);

    /** The pane's own bindings; those that hold everywhere are not among them. */
    List<Binding> bindings();

    /** Moves to the next row that contains the text (in any case), cyclically. */
    Found find(String text, Direction direction, boolean includingCurrent);

    /** Marks this text in the rows; empty for none. */
    void highlight(String text);

    /** Stops work of this pane that the user need not wait for; false where there is none. */
    default boolean stop() {
        return false;
    }

    /** The selected row as text, whole. */
    String copyText();

    /** Selects the row that is shown so many rows below the title. */
    void click(int row);

    /** Moves on by so many rows, or back where negative. */
    void scroll(int rows);

    /** What came of a search. */
    enum Found {
        YES,
        NO,
        /** The pane is looking, and says itself when there is nothing. */
        LATER
    }

    /** Which way to search. */
    enum Direction {
        FORWARD,
        BACKWARD
    }
}
