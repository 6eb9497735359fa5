package jpm.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jpm.expr.ExpressionException;
import jpm.value.Value;

/** Completes command names, subjects, and paths of variables and fields. */
final class Completer {
    private static final Set<String> TAKING_EXPRESSIONS = Set.of("print", "whatis");
    private static final int MAX_FIELDS = 1000;

    private final DebugSession session;
    private final CommandLookup commands;
    private final SessionCommands subjects;

    Completer(DebugSession session, CommandLookup commands, SessionCommands subjects) {
        this.session = session;
        this.commands = commands;
        this.subjects = subjects;
    }

    List<String> complete(String line, int cursor) {
        String typed =
                line.substring(0, Math.max(0, Math.min(cursor, line.length()))).stripLeading();
        int wordStart = 1 + Math.max(typed.lastIndexOf(' '), typed.lastIndexOf('\t'));
        String word = typed.substring(wordStart);
        if (wordStart == 0) {
            return startingWith(word, commandNames());
        }
        DebugCommand command = find(typed.substring(0, wordStart).strip().split("\\s+")[0]);
        return command == null
                ? List.of()
                : startingWith(word, candidates(command.help().name(), word));
    }

    private @org.jspecify.annotations.Nullable DebugCommand find(String name) {
        try {
            return commands.find(name);
        } catch (CommandException ambiguous) {
            return null;
        }
    }

    private List<String> candidates(String command, String word) {
        if (TAKING_EXPRESSIONS.contains(command)) {
            return paths(word);
        }
        return switch (command) {
            case "info" -> subjects.subjectNames();
            case "set", "show" -> subjects.limitNames();
            case "help" -> commandNames();
            case "thread" -> List.of("apply", "all", "bt");
            case "bt" -> List.of("full");
            default -> List.of();
        };
    }

    private List<String> commandNames() {
        return commands.all().stream().map(command -> command.help().name()).toList();
    }

    private static List<String> startingWith(String prefix, List<String> words) {
        return words.stream().filter(word -> word.startsWith(prefix)).toList();
    }

    private List<String> paths(String word) {
        int dot = word.lastIndexOf('.');
        return dot < 0 ? variables() : fields(word.substring(0, dot));
    }

    private List<String> variables() {
        Set<String> names = new TreeSet<>();
        if (!session.frames().isEmpty()) {
            for (Local local : session.locals(session.currentFrame())) {
                names.add(local.name());
                if (local.kind() == Local.Kind.THIS) {
                    names.addAll(fieldNames(local.value()));
                }
            }
        }
        if (!session.exceptions().isEmpty()) {
            names.add("$exception");
        }
        return List.copyOf(names);
    }

    private List<String> fields(String path) {
        try {
            List<String> paths = new ArrayList<>();
            fieldNames(session.evaluate(path)).forEach(name -> paths.add(path + "." + name));
            return paths;
        } catch (ExpressionException notAPath) {
            return List.of();
        }
    }

    private Set<String> fieldNames(Value value) {
        Set<String> names = new TreeSet<>();
        for (String name : session.fieldNames(value)) {
            if (names.size() < MAX_FIELDS) {
                names.add(name);
            }
        }
        return names;
    }
}
