package jpm.debug;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What stands behind {@code |}: takes a command's lines and passes some on. */
abstract class LineFilter implements CommandOutput {
    private static final int USUAL_LINES = 10;
    private static final int MAX_KEPT_LINES = 1_000_000;
    private static final Map<String, BiFunction<List<String>, CommandOutput, LineFilter>> FILTERS =
            Map.of("grep", Grep::new, "head", Head::new, "tail", Tail::new, "count", Count::new, "sort", Sort::new);

    final CommandOutput out;

    LineFilter(CommandOutput out) {
        this.out = out;
    }

    /** Ends a command whose further lines nobody wants. */
    static final class Enough extends RuntimeException {
        Enough() {
            super(null, null, false, false);
        }
    }

    static boolean isNamed(String word) {
        return FILTERS.containsKey(word);
    }

    static Set<String> names() {
        return FILTERS.keySet();
    }

    /** The filter that such words mean, passing on to {@code out}. */
    static LineFilter of(String written, CommandOutput out) {
        List<String> words = Arguments.words(written);
        String pattern = written.strip().substring(words.get(0).length()).strip();
        return words.get(0).equals("grep")
                ? new Grep(List.of(pattern), out)
                : FILTERS.getOrDefault(words.get(0), Head::new).apply(words.subList(1, words.size()), out);
    }

    abstract void line(String line);

    /** Called behind the last line. */
    void end() {}

    @Override
    public final void write(String lines) {
        lines.lines().forEach(this::line);
    }

    void pass(String line) {
        out.write(line + "\n");
    }

    private static int count(List<String> words) {
        String number = String.join("", words).replaceFirst("^-n?", "");
        return number.isEmpty() ? USUAL_LINES : Math.max(0, Arguments.number(number));
    }

    private static final class Grep extends LineFilter {
        private final Pattern pattern;
        private final boolean isInverted;
        private final boolean isCounting;
        private int found;

        Grep(List<String> arguments, CommandOutput out) {
            super(out);
            String rest = arguments.isEmpty() ? "" : arguments.get(0);
            StringBuilder flags = new StringBuilder();
            while (rest.matches("-[ivc]+(\\s.*)?")) {
                String word = rest.split("\\s", 2)[0];
                flags.append(word);
                rest = rest.substring(word.length()).strip();
            }
            boolean isQuoted = rest.length() > 1
                    && (rest.startsWith("\"") && rest.endsWith("\"") || rest.startsWith("'") && rest.endsWith("'"));
            String written = isQuoted ? rest.substring(1, rest.length() - 1) : rest;
            isInverted = flags.indexOf("v") >= 0;
            isCounting = flags.indexOf("c") >= 0;
            pattern = pattern(
                    Arguments.required(written, "a pattern, as in \"| grep -i error\""), flags.indexOf("i") >= 0);
        }

        @Override
        void line(String line) {
            if (pattern.matcher(line).find() != isInverted) {
                found++;
                if (!isCounting) {
                    pass(line);
                }
            }
        }

        @Override
        void end() {
            if (isCounting) {
                pass(String.valueOf(found));
            }
        }
    }

    /** A regular expression that a user wrote. */
    static Pattern pattern(String written, boolean ignoresCase) {
        try {
            return Pattern.compile(written, ignoresCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
        } catch (PatternSyntaxException e) {
            throw new CommandException("Not a pattern: \"" + written + "\": " + e.getDescription() + ".");
        }
    }

    private static final class Head extends LineFilter {
        private int left;

        Head(List<String> words, CommandOutput out) {
            super(out);
            left = count(words);
        }

        @Override
        void line(String line) {
            if (left-- <= 0) {
                throw new Enough();
            }
            pass(line);
        }
    }

    private static final class Tail extends LineFilter {
        private final ArrayDeque<String> kept = new ArrayDeque<>();
        private final int most;

        Tail(List<String> words, CommandOutput out) {
            super(out);
            most = count(words);
        }

        @Override
        void line(String line) {
            kept.add(line);
            if (kept.size() > most) {
                kept.remove();
            }
        }

        @Override
        void end() {
            kept.forEach(this::pass);
        }
    }

    private static final class Count extends LineFilter {
        private long lines;

        Count(List<String> words, CommandOutput out) {
            super(out);
        }

        @Override
        void line(String line) {
            lines++;
        }

        @Override
        void end() {
            pass(String.valueOf(lines));
        }
    }

    private static final class Sort extends LineFilter {
        private final List<String> kept = new ArrayList<>();

        Sort(List<String> words, CommandOutput out) {
            super(out);
        }

        @Override
        void line(String line) {
            if (kept.size() == MAX_KEPT_LINES) {
                throw new CommandException("Too many lines to sort.");
            }
            kept.add(line);
        }

        @Override
        void end() {
            Collections.sort(kept);
            kept.forEach(this::pass);
        }
    }
}
