package jpm.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jpm.expr.ExpressionException;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.Value;

/** Completes command names, subjects, and paths of variables and fields. */
final class Completer {
    private static final Set<String> TAKING_EXPRESSIONS =
            Set.of("print", "whatis", "display", "refs", "path", "retained", "dominators", "ptype", "set");
    private static final Set<String> TAKING_CLASSES = Set.of("find", "ptype");
    private static final int MAX_CLASSES = 1000;
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
        if (command == null) {
            return List.of();
        }
        return typed.lastIndexOf('|')
                        == typed.substring(0, wordStart).stripTrailing().length() - 1
                ? startingWith(word, List.copyOf(new TreeSet<>(LineFilter.names())))
                : startingWith(word, candidates(command.help().name(), typed, word));
    }

    private @org.jspecify.annotations.Nullable DebugCommand find(String name) {
        try {
            return commands.find(name);
        } catch (CommandException ambiguous) {
            return null;
        }
    }

    private List<String> candidates(String command, String typed, String word) {
        List<String> candidates = new ArrayList<>();
        if (TAKING_EXPRESSIONS.contains(command) || command.equals("find") && typed.contains(" where ")) {
            candidates.addAll(paths(word));
        }
        if (TAKING_CLASSES.contains(command) && !typed.contains(" where ") || typed.matches("i\\w*\\s+st\\w*\\s.*")) {
            candidates.addAll(classes(word));
        }
        candidates.addAll(
                switch (command) {
                    case "info" -> typed.split("\\s+").length > 2 ? List.of() : subjects.subjectNames();
                    case "set", "show" -> subjects.limitNames();
                    case "help" -> commandNames();
                    case "thread" -> List.of("apply", "all", "bt");
                    case "frame" -> List.of("apply", "all");
                    case "threads" -> List.of("-group", "-state", "-name", "-at", "-with");
                    case "refs" -> List.of("in", "out");
                    case "bt" -> List.of("full");
                    case "transcript" -> List.of("off");
                    default -> List.of();
                });
        return candidates;
    }

    /** Class names that begin so, by their full or their simple name. */
    private List<String> classes(String word) {
        Set<String> names = new TreeSet<>();
        for (String name : word.isEmpty() ? List.<String>of() : session.classNames()) {
            String simple = LogicalViews.simpleName(name);
            if (names.size() < MAX_CLASSES && (name.startsWith(word) || simple.startsWith(word))) {
                names.add(name.startsWith(word) ? name : simple);
            }
        }
        return List.copyOf(names);
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
        names.add("$thread");
        return List.copyOf(names);
    }

    private List<String> fields(String path) {
        try {
            List<String> paths = new ArrayList<>();
            fieldNames(session.evaluate(path)).forEach(name -> paths.add(path + "." + name));
            return paths;
        } catch (ExpressionException notAPath) {
            return statics(path);
        }
    }

    private List<String> statics(String path) {
        List<String> named = session.classesNamed(path);
        List<ObjectModel.Field> fields = named.size() == 1 ? session.statics(named.get(0)) : null;
        return fields == null
                ? List.of()
                : fields.stream()
                        .map(ObjectModel.Field::name)
                        .filter(name -> !name.startsWith("<"))
                        .limit(MAX_FIELDS)
                        .map(name -> path + "." + name)
                        .toList();
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
