package jpm.debug;

import java.util.List;
import jpm.source.SourceLookup;
import jpm.source.SourceText;
import org.jspecify.annotations.Nullable;

/**
 * The source of a frame's class.
 *
 * @param file the file name, or null when not even that is known
 * @param text the source, or null when there is none
 * @param currentLine the frame's line from 1, 0 when not known
 * @param lookedIn the places looked in, in order, and why nothing could be decompiled
 */
public record SourceView(@Nullable String file, @Nullable SourceText text, int currentLine, List<String> lookedIn) {
    /**
     * @param line the frame's line as the class file has it
     * @param sourceLine the line of the source that it stands for, which differs where code was inlined
     */
    static SourceView of(@Nullable String file, SourceLookup lookup, int line, int sourceLine) {
        SourceText text = lookup.text();
        boolean decompiled = text != null && text.kind() == SourceText.Kind.DECOMPILED;
        return new SourceView(file, text, decompiled ? line : sourceLine, lookup.lookedIn());
    }

    /** Whether there is text. */
    public boolean found() {
        return text != null;
    }

    /** Where the text was found, or null when it was not. */
    public @Nullable String origin() {
        return text == null ? null : text.origin();
    }

    /** What the text is and where it was found: {@code Shop.java, decompiled from /srv/shop.jar}; the file's name alone when there is none. */
    public String title() {
        String name = file == null ? "" : file;
        if (text == null) {
            return name;
        }
        String kind = text.kind().label;
        String from = text.kind() == SourceText.Kind.DECOMPILED ? " from " : ": ";
        String note = text.note() == null ? "" : " (" + text.note() + ")";
        return (name.isEmpty() ? "" : name + ", ") + kind + from + text.origin() + note;
    }

    /** The text's lines; empty when it was not found. */
    public List<String> lines() {
        return text == null ? List.of() : text.lines();
    }

    /** The number that an element of {@link #lines} had in the file that was compiled, 0 where that is not known. */
    public int number(int row) {
        return text == null ? 0 : text.number(row);
    }

    /** The element of {@link #lines} that shows the frame's line, or -1 where none does. */
    public int currentRow() {
        return text == null ? -1 : text.row(currentLine);
    }

    /** The element of {@link #lines} to look at: the frame's line, else the nearest that is known, else the method's beginning as far as it can be told. */
    public int nearestRow(String methodName) {
        if (text == null) {
            return 0;
        }
        return currentLine > 0 ? text.nearestRow(currentLine) : text.rowOfMethod(methodName);
    }

    /** The text of a line, or null where it is not shown. */
    public @Nullable String line(int number) {
        int row = text == null ? -1 : text.row(number);
        return row < 0 ? null : lines().get(row);
    }
}
