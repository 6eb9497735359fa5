package jpm.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All commands of jpm, in the order of help. */
final class Commands {
    private final List<Command> all;

    Commands(List<Command> all) {
        this.all = List.copyOf(all);
    }

    static Commands ofJpm() {
        return new Commands(List.of(
                ListCommand.COMMAND,
                InfoCommand.COMMAND,
                WhyCommand.COMMAND,
                OpenCommand.COMMAND,
                JdwpCommand.COMMAND,
                ServeCommand.COMMAND,
                DumpCommand.COMMAND,
                RemoveCommand.COMMAND,
                CollectCommand.COMMAND,
                VacuumCommand.COMMAND,
                ExplainCommand.COMMAND,
                UploadCommand.COMMAND,
                DoctorCommand.COMMAND,
                KubernetesCommand.COMMAND,
                SummaryCommand.COMMAND,
                ThreadsCommand.COMMAND,
                HistogramCommand.COMMAND,
                IndexCommand.COMMAND,
                DominatorsCommand.COMMAND,
                LeaksCommand.COMMAND,
                PathCommand.COMMAND,
                RefsCommand.COMMAND,
                RetainedCommand.COMMAND,
                QueryCommand.COMMAND,
                StringsCommand.COMMAND,
                CollectionsCommand.COMMAND,
                LoadersCommand.COMMAND,
                DiffCommand.COMMAND,
                ReportCommand.COMMAND,
                MatCommand.COMMAND,
                AgentCommand.COMMAND,
                AttachCommand.COMMAND,
                CaptureCommand.COMMAND,
                BreakCommand.COMMAND,
                LogCommand.COMMAND,
                DemoCommand.COMMAND,
                CompletionCommand.COMMAND,
                HelpCommand.COMMAND,
                VersionCommand.COMMAND));
    }

    List<Command> all() {
        return all;
    }

    /** The command that runs when none is named. */
    Command fallback() {
        return all.get(0);
    }

    @Nullable
    Command findOrNull(String word) {
        for (Command command : all) {
            if (command.isCalled(word)) {
                return command;
            }
        }
        return null;
    }

    /** Throws {@link UsageException} with a suggestion when there is no such command. */
    Command find(String word) {
        Command command = findOrNull(word);
        if (command != null) {
            return command;
        }
        List<String> names = new ArrayList<>();
        for (Command known : all) {
            names.add(known.name());
            names.addAll(known.aliases());
        }
        String nearest = Nearest.to(word, names);
        String shown = Plain.line(word, 60);
        throw new UsageException(
                "unknown command: there is no " + shown, nearest == null ? "jpm list " + shown : "jpm " + nearest);
    }
}
