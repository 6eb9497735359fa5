package jpm.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The options of a JVM in the order in which it reads them: of several that contradict each other the last one counts. */
final class JvmFlags {
    private static final String UNITS = "kmgt";
    private static final int BITS_PER_UNIT = 10;

    private final List<String> words;

    JvmFlags(List<String> words) {
        this.words = List.copyOf(words);
    }

    List<String> words() {
        return words;
    }

    /** Whether {@code -XX:+name} holds. */
    boolean isOn(String name, boolean byDefault) {
        boolean on = byDefault;
        for (String word : words) {
            if (word.equals("-XX:+" + name) || word.equals("-XX:-" + name)) {
                on = word.charAt(4) == '+';
            }
        }
        return on;
    }

    /** What follows the last word that begins so; null where none does. */
    @Nullable
    String after(String beginning) {
        List<String> all = allAfter(beginning);
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    List<String> allAfter(String beginning) {
        List<String> rests = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith(beginning)) {
                rests.add(word.substring(beginning.length()));
            }
        }
        return rests;
    }

    /** The value of {@code -XX:name=value}. */
    @Nullable
    String value(String name) {
        return after("-XX:" + name + "=");
    }

    /** The value of {@code -Dname=value}. */
    @Nullable
    String property(String name) {
        return after("-D" + name + "=");
    }

    /** A size as {@code 512m} in bytes; null where it is none. */
    static @Nullable Long bytes(@Nullable String size) {
        if (size == null || !size.matches("\\d{1,15}[kKmMgGtT]?")) {
            return null;
        }
        int unit = UNITS.indexOf(size.toLowerCase(Locale.ROOT).charAt(size.length() - 1));
        long number = Long.parseLong(unit < 0 ? size : size.substring(0, size.length() - 1));
        return number << BITS_PER_UNIT * (unit + 1);
    }

    /** A percentage; the default where it is none. */
    static double percent(@Nullable String text, double byDefault) {
        return text != null && text.matches("\\d{1,3}(\\.\\d{1,9})?") ? Double.parseDouble(text) : byDefault;
    }
}
