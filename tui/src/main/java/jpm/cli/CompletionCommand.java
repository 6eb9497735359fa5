package jpm.cli;

import java.util.List;

/** {@code jpm completion}: scripts that teach a shell jpm's commands and options. */
final class CompletionCommand {
    static final Command COMMAND = new Command(
            "completion",
            List.of(),
            "bash|zsh",
            "print a script that completes jpm's command lines",
            "Prints a script for bash or zsh. It completes commands, options, their values, and matches from the store.",
            CommonFlags.with(List.of()),
            List.of(
                    new Command.Example("eval \"$(jpm completion bash)\"", "in ~/.bashrc"),
                    new Command.Example("jpm completion zsh >~/.zfunc/_jpm", "in a folder of zsh's fpath")),
            CompletionCommand::run);

    private CompletionCommand() {}

    private static int run(Invocation invocation) {
        String shell = invocation.words().isEmpty() ? "" : invocation.words().get(0);
        Completions completions = new Completions(Commands.ofJpm());
        String script = switch (shell) {
            case "bash" -> completions.bash();
            case "zsh" -> completions.zsh();
            default ->
                throw new UsageException(
                        "cannot complete for " + (shell.isEmpty() ? "no shell" : Plain.line(shell, 40))
                                + ": only bash and zsh are known",
                        "jpm completion bash");
        };
        invocation.console().out().print(script);
        return ExitCode.DONE;
    }
}
