package jpm.cli;

import java.util.List;

/** {@code jpm help}: all commands, or one. */
final class HelpCommand {
    static final Command COMMAND = new Command(
            "help",
            List.of(),
            "[COMMAND]",
            "explain jpm or a command",
            "Lists the commands, or explains one with its options and examples.",
            CommonFlags.with(List.of()),
            List.of(new Command.Example("jpm help list", "options and matches of jpm list")),
            HelpCommand::run);

    private HelpCommand() {}

    private static int run(Invocation invocation) {
        Commands commands = Commands.ofJpm();
        HelpText help = new HelpText(invocation.palette());
        List<String> words = invocation.words();
        invocation
                .console()
                .out()
                .print(words.isEmpty() ? help.overview(commands) : help.command(commands.find(words.get(0))));
        return ExitCode.DONE;
    }
}
