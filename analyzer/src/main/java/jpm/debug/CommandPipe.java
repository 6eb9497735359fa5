package jpm.debug;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A command line cut into the command, the filters behind {@code |} and the file behind {@code >}. Both signs are operators of expressions, too: behind a
 * command that takes an expression, {@code |} is followed by a filter's name and {@code >} by a path with a slash.
 *
 * @param isAppending whether the file keeps what it has
 */
record CommandPipe(
        String command, List<String> filters, @Nullable Path file, boolean isAppending) {

    /**
     * Cuts a line.
     *
     * @param isVariable tells a filter's name that the frame has for a variable
     */
    static CommandPipe parse(String line, boolean takesExpression, Predicate<String> isVariable) {
        String rest = line;
        Path file = null;
        boolean isAppending = false;
        int redirect = redirect(line, takesExpression);
        if (redirect >= 0) {
            isAppending = line.startsWith(">>", redirect);
            file = FileArguments.path(line.substring(redirect + (isAppending ? 2 : 1)));
            rest = line.substring(0, redirect);
        }
        List<String> filters = new ArrayList<>();
        int pipe = pipe(rest, takesExpression, isVariable);
        while (pipe >= 0) {
            filters.add(0, rest.substring(pipe + 1).strip());
            rest = rest.substring(0, pipe);
            pipe = pipe(rest, takesExpression, isVariable);
        }
        return new CommandPipe(rest.strip(), filters, file, isAppending);
    }

    /** Where the sign of the file is, or -1. */
    private static int redirect(String line, boolean takesExpression) {
        for (int at = line.length() - 1; at > 0; at--) {
            boolean isSign = line.charAt(at) == '>' && isOutside(line, at) && "-=".indexOf(line.charAt(at - 1)) < 0;
            String target = line.substring(at + 1).strip();
            if (isSign && isFile(target, takesExpression)) {
                return line.charAt(at - 1) == '>' ? at - 1 : at;
            }
        }
        return -1;
    }

    private static boolean isFile(String target, boolean takesExpression) {
        boolean isPath = target.startsWith("/")
                || target.startsWith("./")
                || target.startsWith("../")
                || target.startsWith("~/");
        return isPath || !takesExpression && !target.isEmpty() && target.indexOf('|') < 0;
    }

    /** Where the last filter's sign is, or -1. */
    private static int pipe(String line, boolean takesExpression, Predicate<String> isVariable) {
        for (int at = line.length() - 1; at > 0; at--) {
            if (line.charAt(at) == '|' && isOutside(line, at)) {
                List<String> words = Arguments.words(line.substring(at + 1));
                boolean isFilter = !words.isEmpty() && LineFilter.isNamed(words.get(0));
                boolean isOperand = takesExpression && words.size() == 1 && isVariable.test(words.get(0));
                if (isFilter && !isOperand && line.charAt(at - 1) != '|') {
                    return at;
                }
            }
        }
        return -1;
    }

    /** Whether no quotes are open at that place. */
    private static boolean isOutside(String line, int at) {
        char open = 0;
        for (int i = 0; i < at; i++) {
            char c = line.charAt(i);
            if (open != 0 && c == '\\') {
                i++;
            } else if (open == 0 && (c == '"' || c == '\'')) {
                open = c;
            } else if (c == open) {
                open = 0;
            }
        }
        return open == 0;
    }
}
