package jpm.debug;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The source of a frame's class.
 *
 * @param file the file name, or null when not even that is known
 * @param origin where the text was found ({@code /srv/shop/src/main/java/com/acme/Shop.java}), or null when it was not
 * @param lines the text's lines; empty when it was not found
 * @param currentLine the frame's line from 1, 0 when not known
 * @param lookedIn the places looked in, in order
 */
public record SourceView(
        @Nullable String file, @Nullable String origin, List<String> lines, int currentLine, List<String> lookedIn) {
    /** Whether there is text. */
    public boolean found() {
        return origin != null;
    }

    /** The text of a line counted from 1, or null where the file has no such line. */
    public @Nullable String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : null;
    }
}
