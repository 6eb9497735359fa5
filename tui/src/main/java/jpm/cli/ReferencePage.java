package jpm.cli;

/** The page docs/cli.md, made from the commands' declarations. */
final class ReferencePage {
    private final Commands commands;

    ReferencePage(Commands commands) {
        this.commands = commands;
    }

    String text() {
        StringBuilder page = new StringBuilder("# jpm's commands\n\n");
        page.append(
                "Made from the commands' declarations, as are `jpm help`, the manual page and the completions; do not edit.\n\n");
        page.append("| command | what it does |\n|---|---|\n");
        for (Command command : commands.all()) {
            page.append("| [`")
                    .append(command.name())
                    .append("`](#jpm-")
                    .append(command.name())
                    .append(") | ");
            page.append(cell(command.summary())).append(" |\n");
        }
        commands.all().forEach(command -> appendCommand(page, command));
        page.append("\n## Environment\n\n| variable | meaning |\n|---|---|\n");
        CommonTexts.ENVIRONMENT.forEach(pair -> appendRow(page, pair.name(), pair.meaning()));
        page.append("\n## Exit codes\n\n| code | meaning |\n|---|---|\n");
        CommonTexts.EXIT_CODES.forEach(pair -> appendRow(page, pair.name(), pair.meaning()));
        return page.toString();
    }

    private static void appendCommand(StringBuilder page, Command command) {
        page.append("\n## jpm ")
                .append(command.name())
                .append("\n\n    ")
                .append(command.usage())
                .append("\n\n");
        if (!command.aliases().isEmpty()) {
            page.append("Also called `")
                    .append(String.join("`, `", command.aliases()))
                    .append("`.\n\n");
        }
        page.append(command.description()).append("\n\n| option | meaning |\n|---|---|\n");
        command.flags().forEach(flag -> appendRow(page, flag.usage(), flag.help()));
        page.append('\n');
        for (Command.Example example : command.examples()) {
            page.append("- `")
                    .append(example.commandLine())
                    .append("`: ")
                    .append(example.purpose())
                    .append('\n');
        }
    }

    private static void appendRow(StringBuilder page, String name, String meaning) {
        page.append("| `")
                .append(cell(name))
                .append("` | ")
                .append(cell(meaning))
                .append(" |\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
