package jpm.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of CSV as RFC 4180 has them; control characters within cells are written out. */
final class CsvText {
    private CsvText() {}

    /** A null cell is empty. */
    static String line(List<? extends @Nullable Object> cells) {
        List<String> texts = new ArrayList<>(cells.size());
        for (Object cell : cells) {
            texts.add(cell == null ? "" : cell(Plain.line(cell.toString())));
        }
        return String.join(",", texts);
    }

    private static String cell(String text) {
        boolean plain = text.indexOf(',') < 0 && text.indexOf('"') < 0;
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
