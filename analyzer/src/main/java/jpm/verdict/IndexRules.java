package jpm.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.verdict.ExceptionRules.Rule;
import jpm.verdict.Scene.Place;
import org.jspecify.annotations.Nullable;

/** Indexes and sizes that do not fit. */
final class IndexRules {
    /** As the JDK writes them; the first group is the index, the second the length where it tells. */
    private static final List<Pattern> MESSAGES = List.of(
            Pattern.compile("(?i)(?:array )?index:? (-?\\d+),? out of bounds for length:? (\\d+)"),
            Pattern.compile("(?i)index:? (-?\\d+), (?:length|size):? (\\d+)"),
            Pattern.compile("(?i)(?:string|array)? ?index out of range: (-?\\d+)"),
            Pattern.compile("(?i)begin -?\\d+, end (-?\\d+), length (\\d+)"),
            Pattern.compile("(?i)range \\[-?\\d+, (-?\\d+)\\) out of bounds for length (\\d+)"));

    private static final String ADVICE = "See how the index was computed: jpm open, then locals.";

    private IndexRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("java.lang.ArrayIndexOutOfBoundsException", IndexRules::explain);
        rules.put("java.lang.StringIndexOutOfBoundsException", IndexRules::explain);
        rules.put("java.lang.IndexOutOfBoundsException", IndexRules::explain);
        rules.put("java.lang.NegativeArraySizeException", IndexRules::negativeSize);
    }

    private static @Nullable Explanation explain(Scene scene) {
        for (Pattern pattern : MESSAGES) {
            Matcher message = pattern.matcher(scene.message());
            if (message.find()) {
                return explain(message, scene);
            }
        }
        return null;
    }

    private static Explanation explain(Matcher message, Scene scene) {
        long index = Long.parseLong(message.group(1));
        String length = message.groupCount() > 1 ? message.group(2) : null;
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known(
                "the message tells the index " + index + (length == null ? "" : " and the length " + length)));
        List<Place> holders = length == null ? List.of() : holders(Long.parseLong(length), scene);
        for (Place place : holders) {
            evidence.add(Evidence.inferred(scene.shown(place) + " has that length"));
        }
        List<Place> indexes = scene.numbers(index);
        indexes.forEach(place -> evidence.add(Evidence.inferred(scene.shown(place) + " has the value of that index")));
        return Explanation.of(clause(index, length, indexes, holders), evidence, ADVICE);
    }

    private static String clause(long index, @Nullable String length, List<Place> indexes, List<Place> holders) {
        String which = "index " + index
                + (indexes.size() == 1 ? " (probably " + indexes.get(0).path() + ")" : "");
        String where = holders.size() == 1 ? " (probably of " + holders.get(0).path() + ")" : "";
        if (length == null) {
            return which + " is out of bounds";
        }
        String why = length.equals("0") ? ": it is empty" : Long.toString(index).equals(length) ? ": one too far" : "";
        return which + " is beyond the length " + length + where + why;
    }

    /** What is so long: arrays and collections, and texts. */
    private static List<Place> holders(long length, Scene scene) {
        return scene.places(place -> {
            String text = scene.text(place.value());
            return text == null ? scene.elementCount(place.value()) == length : text.length() == length;
        });
    }

    private static @Nullable Explanation negativeSize(Scene scene) {
        String size = scene.message().startsWith("-1: ") ? "-1" : scene.message();
        if (!size.matches("-\\d{1,10}")) {
            return null;
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known("the message tells the size " + size));
        List<Place> sizes = scene.numbers(Long.parseLong(size));
        sizes.forEach(place -> evidence.add(Evidence.inferred(scene.shown(place) + " has that value")));
        String which = sizes.size() == 1 ? " (probably " + sizes.get(0).path() + ")" : "";
        return Explanation.of(
                "an array of size " + size + which + " was wanted",
                evidence,
                "See how the size was computed; a product of two ints may have overflown.");
    }
}
