package jpm.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.value.Value;
import jpm.verdict.ExceptionRules.Rule;
import jpm.verdict.Scene.Place;
import org.jspecify.annotations.Nullable;

/** Values of the wrong kind: texts that are no numbers or dates, classes that are none of those wanted, divisors of zero. */
final class ValueRules {
    private static final Pattern INPUT = Pattern.compile("(?s)For input string: \"(.*)\"(?: under radix \\d+)?.*");
    private static final Pattern DATE = Pattern.compile("(?s)Text '(.*)' could not be parsed.*");
    private static final Pattern CONSTANT = Pattern.compile("No enum constant (.+)\\.([^.]*)");
    private static final Pattern CAST =
            Pattern.compile("(?:class )?(\\S+) cannot be cast to (?:class )?(\\S+).*", Pattern.DOTALL);

    private ValueRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("java.lang.NumberFormatException", scene -> text(INPUT, "is no number", scene));
        rules.put("java.time.format.DateTimeParseException", scene -> text(DATE, "is no such date or time", scene));
        rules.put("java.lang.IllegalArgumentException", ValueRules::enumConstant);
        rules.put("java.lang.ClassCastException", ValueRules::cast);
        rules.put("java.lang.ArrayStoreException", ValueRules::arrayStore);
        rules.put("java.lang.ArithmeticException", ValueRules::division);
    }

    private static @Nullable Explanation text(Pattern pattern, String is, Scene scene) {
        Matcher message = pattern.matcher(scene.message());
        if (!message.matches()) {
            return null;
        }
        String input = message.group(1);
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known("the message tells the text \"" + input + "\""));
        List<Place> places = scene.places(place -> equalsTrimmed(scene.text(place.value()), input));
        places.forEach(place -> evidence.add(Evidence.inferred(scene.shown(place) + " is that text")));
        String odd = oddity(input);
        if (odd != null) {
            evidence.add(Evidence.inferred(odd));
        }
        String which = places.size() == 1 ? " (probably " + places.get(0).path() + ")" : "";
        return Explanation.of(
                "the text \"" + input + "\"" + which + " " + is,
                evidence,
                "See where the text came from, and check it there.");
    }

    /** What is parsed is often trimmed first. */
    private static boolean equalsTrimmed(@Nullable String text, String input) {
        return text != null && (text.equals(input) || text.trim().equals(input));
    }

    private static @Nullable String oddity(String input) {
        if (input.isEmpty()) {
            return "the text is empty";
        } else if (input.matches("[+-]?\\d+")) {
            return "it has digits only: the number is beyond the type's range";
        } else if (!input.equals(input.strip())) {
            return "there is a blank at its begin or end";
        } else if (input.matches("[+-]?\\d+,\\d+")) {
            return "it has a decimal comma, where a point is expected";
        }
        return input.chars().anyMatch(c -> c == 0xa0 || c == 0x200b || c == 0xfeff || c < ' ')
                ? "it has a character that is not seen"
                : null;
    }

    private static @Nullable Explanation enumConstant(Scene scene) {
        Matcher message = CONSTANT.matcher(scene.message());
        if (!message.matches()) {
            return null;
        }
        String name = message.group(2);
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known("the message tells the enum " + message.group(1) + " and the name " + name));
        List<Place> places = scene.texts(name);
        places.forEach(place -> evidence.add(Evidence.inferred(scene.shown(place) + " is that name")));
        return Explanation.of(
                message.group(1) + " has no constant " + (name.isEmpty() ? "of the empty name" : name),
                evidence,
                "See where the name came from; letters' case and blanks count.");
    }

    private static @Nullable Explanation cast(Scene scene) {
        Matcher message = CAST.matcher(scene.message());
        if (!message.matches()) {
            return null;
        }
        String actual = sourceForm(message.group(1));
        String wanted = sourceForm(message.group(2));
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known("the message tells both classes"));
        List<Place> places = ofClass(actual, scene);
        places.forEach(place -> evidence.add(Evidence.inferred(scene.shown(place) + " is a " + actual)));
        if (actual.equals(wanted)) {
            evidence.add(Evidence.known("both classes have the same name: two class loaders defined them"));
        }
        String which = places.size() == 1 ? places.get(0).path() + " (probably) is a " : "the object is a ";
        return Explanation.of(which + actual + " and no " + wanted, evidence, "See who put such an object there.");
    }

    private static List<Place> ofClass(String name, Scene scene) {
        return scene.places(place -> place.value() instanceof Value.Reference
                && !place.path().equals("this")
                && scene.className(place.value()).equals(name));
    }

    /** {@code [Ljava.lang.String;} becomes {@code java.lang.String[]}. */
    private static String sourceForm(String name) {
        if (!name.startsWith("[")) {
            return name;
        }
        int dimensions = name.lastIndexOf('[') + 1;
        String element = name.substring(dimensions);
        String source = element.startsWith("L")
                ? element.substring(1).replace(";", "")
                : Map.of("I", "int", "J", "long", "B", "byte", "C", "char", "S", "short", "Z", "boolean", "F", "float")
                        .getOrDefault(element, "double");
        return source + "[]".repeat(dimensions);
    }

    private static @Nullable Explanation arrayStore(Scene scene) {
        String actual = sourceForm(scene.message());
        if (actual.isEmpty()) {
            return null;
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known("the message tells the class of what was stored"));
        List<Place> places = ofClass(actual, scene);
        places.forEach(place -> evidence.add(Evidence.inferred(scene.shown(place) + " is a " + actual)));
        List<Place> arrays = scene.places(place -> place.value() instanceof Value.Reference
                && scene.className(place.value()).endsWith("[]"));
        arrays.forEach(
                place -> evidence.add(Evidence.inferred(place.path() + " is a " + scene.className(place.value()))));
        return Explanation.of(
                "an array of another type does not take a " + actual, evidence, "See where the array was made.");
    }

    private static @Nullable Explanation division(Scene scene) {
        if (!scene.message().contains("/ by zero") && !scene.message().contains("divide by zero")) {
            return null;
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known("the message tells of a division by zero"));
        List<Place> zeros = scene.numbers(0).stream()
                .filter(place -> !place.path().contains("["))
                .toList();
        zeros.forEach(place -> evidence.add(Evidence.inferred(scene.shown(place) + " may be the divisor")));
        String which = zeros.size() == 1 ? ", probably " + zeros.get(0).path() + "," : "";
        return Explanation.of("the divisor" + which + " is 0", evidence, "See where the divisor was to be set.");
    }
}
