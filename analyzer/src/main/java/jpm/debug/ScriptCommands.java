package jpm.debug;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Commands over commands: other names for them, files of them, what was typed and what came of it. */
final class ScriptCommands {
    private static final String GROUP = "scripts";
    private static final Pattern ALIAS = Pattern.compile("([A-Za-z][\\w-]*)\\s*=\\s*(.*)");
    private static final int MAX_HISTORY = 1000;
    private static final int MAX_EXPANSIONS = 16;
    private static final int MAX_SCRIPT_BYTES = 1 << 20;

    private final BiConsumer<String, CommandOutput> runner;
    private final Map<String, String> aliases = new TreeMap<>();
    private final List<String> history = new ArrayList<>();
    private int forgotten;
    private @Nullable Writer transcript;
    private @Nullable Path transcriptFile;
    private String transcriptEnd = "No transcript.\n";

    /** @param runner runs a whole command line */
    ScriptCommands(BiConsumer<String, CommandOutput> runner) {
        this.runner = runner;
    }

    void addTo(List<DebugCommand> all) {
        all.add(DebugCommand.saying(
                help(
                        "alias",
                        "alias [NAME = COMMAND]",
                        "another name for a command",
                        "Makes NAME stand for COMMAND, which may have arguments and filters; what follows NAME is added. Without argument the aliases.",
                        "alias tea = find Item where name.equals(\"tea\")",
                        "alias bad = threads -state BLOCKED"),
                this::alias));
        all.add(DebugCommand.saying(
                help("unalias", "unalias NAME", "forget an alias", "Forgets the alias NAME."), this::unalias));
        all.add(DebugCommand.saying(
                help(
                        "history",
                        "history [N]",
                        "the commands typed",
                        "The last N commands, or all that are kept, numbered.",
                        "history 5"),
                this::history));
        all.add(new DebugCommand(
                help(
                        "source",
                        "source FILE",
                        "run the commands of a file",
                        "Runs FILE line by line; empty lines and lines that begin with # do nothing. The first command that fails ends it.",
                        "source ~/checks.jpm"),
                this::source));
        all.add(DebugCommand.saying(
                help(
                        "transcript",
                        "transcript FILE | off",
                        "write all that is said to a file",
                        "From now on commands and answers go to the end of FILE, too. Without argument, says where they go.",
                        "transcript ./session.txt",
                        "transcript off"),
                this::transcript));
    }

    private static CommandHelp help(String name, String usage, String summary, String help, String... examples) {
        return new CommandHelp(name, List.of(), GROUP, usage, summary, help, List.of(examples));
    }

    /** Keeps a line that the user typed; gives where its answer is to be written. */
    CommandOutput begin(String line, CommandOutput out) {
        if (!line.isBlank()) {
            history.add(line.strip());
        }
        if (history.size() > MAX_HISTORY) {
            history.remove(0);
            forgotten++;
        }
        record("(jpm) " + line.strip() + "\n");
        return lines -> {
            record(lines);
            out.write(lines);
        };
    }

    /** Writes to the transcript, where there is one; one that cannot be written ends, which "transcript" then says. */
    void record(String lines) {
        Writer to = transcript;
        if (to != null) {
            try {
                to.write(lines);
                to.flush();
            } catch (IOException e) {
                transcript = null;
                transcriptEnd = "The transcript ended: cannot write " + transcriptFile + ": "
                        + CommandInterpreter.reason(e) + ".\n";
            }
        }
    }

    /** The line with an alias at its beginning replaced by what it stands for. */
    String expanded(String line) {
        String expanded = line;
        for (int i = 0; i < MAX_EXPANSIONS; i++) {
            String name = expanded.split("[^\\w-]", 2)[0];
            String meaning = aliases.get(name);
            if (meaning == null || name.isEmpty()) {
                return expanded;
            }
            expanded = meaning + expanded.substring(name.length());
        }
        throw new CommandException("The alias stands for itself: " + line.split("\\s", 2)[0] + ".");
    }

    private String alias(String arguments) {
        if (arguments.isEmpty()) {
            StringBuilder out = new StringBuilder();
            aliases.forEach((name, meaning) -> out.append(name)
                    .append(" = ")
                    .append(FrameText.clean(meaning))
                    .append('\n'));
            return out.length() == 0 ? "No aliases.\n" : out.toString();
        }
        Matcher alias = ALIAS.matcher(arguments);
        if (!alias.matches() || alias.group(2).isBlank()) {
            throw new CommandException("Usage: alias NAME = COMMAND.");
        }
        aliases.put(alias.group(1), alias.group(2).strip());
        return "";
    }

    private String unalias(String arguments) {
        if (aliases.remove(Arguments.required(arguments, "an alias")) == null) {
            throw new CommandException("No alias \"" + arguments + "\".");
        }
        return "";
    }

    private String history(String arguments) {
        int count = Math.max(0, Arguments.count(arguments, MAX_HISTORY));
        StringBuilder out = new StringBuilder();
        for (int i = Math.max(0, history.size() - count); i < history.size(); i++) {
            out.append(String.format("%5d  %s%n", forgotten + i + 1, FrameText.clean(history.get(i))));
        }
        return out.toString().replace("\r\n", "\n");
    }

    private void source(String arguments, CommandOutput out) {
        Path file = FileArguments.path(arguments);
        int number = 0;
        for (String line : lines(file)) {
            number++;
            try {
                runner.accept(line, out);
            } catch (ExpressionFailure e) {
                throw new CommandException(file + ":" + number + ": " + e.pointed(line.strip()));
            } catch (CommandException e) {
                throw new CommandException(file + ":" + number + ": " + e.getMessage());
            }
        }
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > MAX_SCRIPT_BYTES || !Files.isRegularFile(file)) {
                throw new CommandException("Cannot run " + file + ": it is no file of commands.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .decode(java.nio.ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString()
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new CommandException("Cannot read " + file + ": " + CommandInterpreter.reason(e) + ".");
        }
    }

    private String transcript(String arguments) {
        if (arguments.isEmpty()) {
            return transcript == null ? transcriptEnd : "All goes to " + transcriptFile + ".\n";
        }
        closeTranscript();
        if (arguments.equals("off")) {
            return "";
        }
        Path file = FileArguments.path(arguments);
        try {
            transcript = Files.newBufferedWriter(
                    file,
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.WRITE,
                    java.nio.file.StandardOpenOption.APPEND);
            transcriptFile = file;
        } catch (IOException e) {
            throw new CommandException("Cannot write " + file + ": " + CommandInterpreter.reason(e) + ".");
        }
        return "";
    }

    private void closeTranscript() {
        Writer open = transcript;
        transcript = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new CommandException(
                        "Cannot write " + transcriptFile + ": " + CommandInterpreter.reason(e) + ".");
            }
        }
    }
}
