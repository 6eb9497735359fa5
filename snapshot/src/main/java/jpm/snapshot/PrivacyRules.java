package jpm.snapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * What must not be seen of a program's data: {@link Secrets}, and rules that are added to it.
 *
 * <p>A rule is a line of a kind and a pattern:
 *
 * <pre>
 * name *iban*             variables, fields, properties, keys of maps: * stands for any characters, case does not matter
 * class com.acme.Card*    of objects of these classes nothing but the class
 * text \d{3}-\d{2}-\d{4}  pieces of texts that a regular expression matches
 * keep author*            names that are no secrets, whatever else is said
 * </pre>
 *
 * Empty lines and those that begin with {@code #} are passed over. Immutable.
 */
public final class PrivacyRules {
    /** Nothing beside {@link Secrets}. */
    public static final PrivacyRules STANDARD = new PrivacyRules(List.of(), List.of(), List.of(), List.of());

    private final List<Pattern> names;
    private final List<Pattern> classes;
    private final List<Pattern> texts;
    private final List<Pattern> kept;

    private PrivacyRules(List<Pattern> names, List<Pattern> classes, List<Pattern> texts, List<Pattern> kept) {
        this.names = List.copyOf(names);
        this.classes = List.copyOf(classes);
        this.texts = List.copyOf(texts);
        this.kept = List.copyOf(kept);
    }

    /**
     * The standard rules and those of the lines.
     *
     * @throws IllegalArgumentException with a clause that says which line is wrong and why
     */
    public static PrivacyRules of(List<String> lines) {
        List<Pattern> names = new ArrayList<>();
        List<Pattern> classes = new ArrayList<>();
        List<Pattern> texts = new ArrayList<>();
        List<Pattern> kept = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String[] words = lines.get(i).strip().split("\\s+", 2);
            if (words[0].isEmpty() || words[0].startsWith("#")) {
                continue;
            }
            if (words.length < 2) {
                throw malformed(i, "it has no pattern");
            }
            switch (words[0]) {
                case "name" -> names.add(glob(words[1], Pattern.CASE_INSENSITIVE));
                case "class" -> classes.add(glob(words[1], 0));
                case "text" -> texts.add(regex(words[1], i));
                case "keep" -> kept.add(glob(words[1], Pattern.CASE_INSENSITIVE));
                default -> throw malformed(i, "the kinds are name, class, text and keep, not " + words[0]);
            }
        }
        return new PrivacyRules(names, classes, texts, kept);
    }

    private static Pattern glob(String glob, int flags) {
        String regex = Arrays.stream(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, flags | Pattern.DOTALL);
    }

    private static Pattern regex(String regex, int line) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException malformed) {
            throw malformed(line, "no regular expression: " + malformed.getDescription());
        }
    }

    private static IllegalArgumentException malformed(int line, String why) {
        return new IllegalArgumentException("line " + (line + 1) + ": " + why);
    }

    /** Whether what a variable, field, property or key of a map of that name holds must not be seen. */
    public boolean hidesName(String name) {
        return !isAny(kept, name) && (isAny(names, name) || Secrets.isSecretVariable(name));
    }

    /** Whether nothing of an object of that class may be seen. */
    public boolean hidesClass(String className) {
        return isAny(classes, className);
    }

    /** A text with the pieces masked that must not be seen. */
    public String masked(String text) {
        String masked = Secrets.masked(text);
        for (Pattern pattern : texts) {
            masked = pattern.matcher(masked).replaceAll(Secrets.MASK);
        }
        return masked;
    }

    private static boolean isAny(List<Pattern> patterns, String text) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(text).matches()) {
                return true;
            }
        }
        return false;
    }
}
