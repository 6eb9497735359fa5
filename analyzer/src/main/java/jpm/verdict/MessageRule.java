package jpm.verdict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jpm.value.Value;
import jpm.verdict.Scene.Place;
import org.jspecify.annotations.Nullable;

/** Any other exception: the variables whose values its message repeats. */
final class MessageRule {
    private static final int MIN_TEXT_CHARS = 3;
    private static final int MIN_DIGITS = 2;
    private static final int MAX_PLACES = 5;

    private MessageRule() {}

    static @Nullable Explanation explain(Scene scene) {
        Map<String, Place> found = new LinkedHashMap<>();
        for (Place place : scene.places(place -> isRepeated(place.value(), scene))) {
            found.putIfAbsent(scene.render(place.value()), place);
        }
        if (found.isEmpty()) {
            return null;
        }
        List<Evidence> evidence = new ArrayList<>();
        found.values().stream()
                .limit(MAX_PLACES)
                .forEach(place -> evidence.add(Evidence.inferred("the message repeats " + scene.shown(place))));
        return Explanation.of("", evidence, "See what led there: jpm open, then bt full.");
    }

    private static boolean isRepeated(Value value, Scene scene) {
        String text = scene.text(value);
        Long number = scene.integer(value);
        String wanted = text == null && number != null ? Long.toString(number) : text;
        if (wanted == null) {
            return false;
        }
        boolean telling = wanted.length() >= (text == null ? MIN_DIGITS : MIN_TEXT_CHARS);
        return telling
                && Pattern.compile("(?<![\\w.])" + Pattern.quote(wanted) + "(?![\\w])")
                        .matcher(scene.message())
                        .find();
    }
}
