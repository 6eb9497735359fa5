package jpm.source;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A source file: as it was compiled, or as a decompiler makes it, whose lines stand elsewhere. */
public final class SourceText {
    private static final int MAX_DECLARATION_CHARS = 400;

    private final List<String> lines;
    private final Kind kind;
    private final String origin;
    private final @Nullable String note;
    private final @Nullable NavigableMap<Integer, Integer> rows;
    private final int[] numbers;

    /** What a source text is, and how it was found. */
    public enum Kind {
        SOURCE_PATH("in the source path"),
        DUMP("kept in the dump"),
        CLASS_FOLDER("beside the class folder"),
        SOURCE_FILE("run as a source file"),
        BESIDE_JAR("beside the jar"),
        REPOSITORY("in the Maven repository"),
        JDK("of the JDK"),
        DECOMPILED("decompiled");

        /** The kind in words that follow the file's name. */
        public final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    private SourceText(
            List<String> lines,
            Kind kind,
            String origin,
            @Nullable String note,
            @Nullable NavigableMap<Integer, Integer> rows) {
        this.lines = List.copyOf(lines);
        this.kind = kind;
        this.origin = origin;
        this.note = note;
        this.rows = rows;
        this.numbers = new int[lines.size()];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = rows == null ? row + 1 : 0;
        }
        if (rows != null) {
            rows.descendingMap().forEach((number, row) -> numbers[row] = number);
        }
    }

    /**
     * A text as it was compiled.
     *
     * @param origin the folder, archive or file where it was found, for the user
     * @param note what the reader should know of it, a clause, or null
     */
    public static SourceText original(List<String> lines, Kind kind, String origin, @Nullable String note) {
        return new SourceText(lines, kind, origin, note, null);
    }

    /**
     * A text that was made from a class file.
     *
     * @param rows the element of {@code lines} for each line of the file that was compiled of which it is known; others and those outside are ignored
     */
    public static SourceText decompiled(
            List<String> lines, String origin, @Nullable String note, NavigableMap<Integer, Integer> rows) {
        NavigableMap<Integer, Integer> within = new TreeMap<>(rows);
        within.entrySet()
                .removeIf(entry -> entry.getKey() <= 0 || entry.getValue() < 0 || entry.getValue() >= lines.size());
        return new SourceText(lines, Kind.DECOMPILED, origin, note, within);
    }

    /** Its lines without line ends. */
    public List<String> lines() {
        return lines;
    }

    public Kind kind() {
        return kind;
    }

    /** The folder, archive or file where it was found, for the user. */
    public String origin() {
        return origin;
    }

    /** What the reader should know of it, a clause, or null. */
    public @Nullable String note() {
        return note;
    }

    /** The number that an element of {@link #lines} has in the file that was compiled, the first of several; 0 where it is not known. */
    public int number(int row) {
        return numbers[row];
    }

    /** The element of {@link #lines} that shows a line of the file that was compiled, or -1 where none does. */
    public int row(int number) {
        if (rows == null) {
            return number >= 1 && number <= lines.size() ? number - 1 : -1;
        }
        return rows.getOrDefault(number, -1);
    }

    /** The element of {@link #lines} that shows a line or else the nearest before it of which that is known. */
    public int nearestRow(int number) {
        if (rows == null) {
            return Math.max(0, Math.min(number, lines.size()) - 1);
        }
        Map.Entry<Integer, Integer> before = rows.floorEntry(number);
        return before == null ? 0 : before.getValue();
    }

    /** The element of {@link #lines} where a method seems to be declared, else 0. A constructor is not looked for. */
    public int rowOfMethod(String name) {
        Pattern declaration =
                Pattern.compile("^(?!.*\\b(return|new|throw)\\b)[^=;(.]*\\s" + Pattern.quote(name) + "\\(.*[{;]\\s*$");
        for (int row = 0; row < lines.size(); row++) {
            if (lines.get(row).length() < MAX_DECLARATION_CHARS
                    && declaration.matcher(lines.get(row)).matches()) {
                return row;
            }
        }
        return 0;
    }
}
