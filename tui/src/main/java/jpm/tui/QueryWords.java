package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import jpm.debug.HeapBrowser;
import jpm.graph.HeapClass;

/** What could stand at the cursor of a query: its keywords, and the names of the heap's classes. */
final class QueryWords {
    private static final int MOST = 200;
    private static final List<String> KEYWORDS = List.of(
            "SELECT",
            "DISTINCT",
            "FROM",
            "INSTANCEOF",
            "WHERE",
            "AND",
            "OR",
            "NOT",
            "LIKE",
            "IN",
            "GROUP BY",
            "ORDER BY",
            "DESC",
            "LIMIT",
            "UNION",
            "AS",
            "null",
            "true",
            "false",
            "count(*)",
            "toString(",
            "length(",
            "classof(",
            "toHex(",
            "sum(",
            "avg(",
            "min(",
            "max(",
            "@shallow",
            "@retained",
            "@length",
            "@address",
            "@class",
            "@loader");

    private final Desk desk;

    QueryWords(Desk desk) {
        this.desk = desk;
    }

    void complete(String line, int cursor, Consumer<List<String>> words) {
        HeapBrowser heap = desk.heap();
        if (heap != null) {
            String start = word(line.substring(0, cursor));
            desk.reader().run(() -> startingWith(start, heap), words, desk::complain);
        }
    }

    /** The beginning of a word before the cursor. */
    private static String word(String before) {
        int from = before.length();
        while (from > 0 && " ,()\"'=<>".indexOf(before.charAt(from - 1)) < 0) {
            from--;
        }
        return before.substring(from);
    }

    private static List<String> startingWith(String start, HeapBrowser heap) {
        List<String> words = new ArrayList<>();
        if (!start.isEmpty()) {
            KEYWORDS.stream().filter(word -> word.startsWith(start)).forEach(words::add);
            heap.heap().classes().stream()
                    .map(HeapClass::name)
                    .filter(name -> name.startsWith(start))
                    .distinct()
                    .sorted()
                    .limit(MOST)
                    .forEach(words::add);
        }
        return words;
    }
}
