package jpm.debug;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds a command by its name, an alias, or a beginning that only one command has, as gdb does. */
final class CommandLookup {
    private static final int MAX_TYPING_ERRORS = 2;

    private final List<DebugCommand> commands;

    CommandLookup(List<DebugCommand> commands) {
        this.commands = commands;
    }

    List<DebugCommand> all() {
        return commands;
    }

    /** The command, or null when no name begins so; {@link CommandException} when several do, unless one begins all the others. */
    @Nullable
    DebugCommand find(String name) {
        List<DebugCommand> beginning = new ArrayList<>();
        for (DebugCommand command : commands) {
            if (command.isNamed(name)) {
                return command;
            }
            if (command.help().name().startsWith(name)) {
                beginning.add(command);
            }
        }
        beginning.sort(Comparator.comparing(command -> command.help().name()));
        boolean nested = beginning.stream()
                .allMatch(command ->
                        command.help().name().startsWith(beginning.get(0).help().name()));
        if (beginning.size() > 1 && !nested) {
            throw new CommandException("\"" + name + "\" is ambiguous: "
                    + beginning.stream().map(command -> command.help().name()).collect(Collectors.joining(", ")) + ".");
        }
        return beginning.isEmpty() ? null : beginning.get(0);
    }

    CommandException unknown(String name) {
        String nearest = nearest(name, names());
        String hint = nearest == null ? "Try \"help\"." : "Did you mean \"" + nearest + "\"?";
        return new CommandException("Undefined command: \"" + name + "\". " + hint);
    }

    private List<String> names() {
        return commands.stream().map(command -> command.help().name()).toList();
    }

    /** The name that differs least, or null when all differ much. */
    static @Nullable String nearest(String typed, List<String> names) {
        String lower = typed.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT))
                        <= Math.min(MAX_TYPING_ERRORS, Math.max(1, typed.length() / 2)))
                .min(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))))
                .orElse(null);
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
