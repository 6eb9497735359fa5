package jpm.source;

import java.util.List;

/**
 * A source file.
 *
 * @param lines its lines without line ends; line 1 is element 0
 * @param origin where it was found, for the user
 */
public record SourceText(List<String> lines, String origin) {
    public SourceText {
        lines = List.copyOf(lines);
    }
}
