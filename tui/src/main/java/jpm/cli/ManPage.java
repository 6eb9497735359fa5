package jpm.cli;

/** The manual page, made from the commands' declarations. */
final class ManPage {
    private final Commands commands;

    ManPage(Commands commands) {
        this.commands = commands;
    }

    String text() {
        StringBuilder page = new StringBuilder();
        page.append(".\\\" Made from the commands' declarations; do not edit.\n");
        page.append(".TH JPM 1 \"\" jpm \"User commands\"\n");
        page.append(".SH NAME\njpm \\- keep and debug dumps of Java programs that died\n");
        page.append(".SH SYNOPSIS\n");
        for (Command command : commands.all()) {
            page.append(".B ").append(roff(command.usage())).append("\n.br\n");
        }
        page.append(".SH DESCRIPTION\n");
        page.append(roff(
                "A program that runs with jpm's agent leaves a dump when a thread dies of an exception: what coredumpctl calls a core "
                        + "dump. jpm lists the dumps and debugs them. Without a command it lists them."));
        page.append("\n.SH COMMANDS\n");
        commands.all().forEach(command -> appendCommand(page, command));
        appendEnvironment(page);
        appendExitCodes(page);
        return page.toString();
    }

    private static void appendCommand(StringBuilder page, Command command) {
        page.append(".SS \"").append(roff(command.usage())).append("\"\n");
        page.append(roff(command.description()).replace("\n\n", "\n.PP\n")).append('\n');
        for (Flag flag : command.flags()) {
            page.append(".TP\n.B ")
                    .append(roff(flag.usage()))
                    .append('\n')
                    .append(roff(flag.help()))
                    .append('\n');
        }
        page.append(".PP\nExamples:\n");
        for (Command.Example example : command.examples()) {
            page.append(".TP\n.B ").append(roff(example.commandLine())).append('\n');
            page.append(roff(example.purpose())).append('\n');
        }
    }

    private static void appendEnvironment(StringBuilder page) {
        page.append(".SH ENVIRONMENT\n");
        for (CommonTexts.Pair variable : CommonTexts.ENVIRONMENT) {
            page.append(".TP\n.B ")
                    .append(roff(variable.name()))
                    .append('\n')
                    .append(roff(variable.meaning()))
                    .append('\n');
        }
    }

    private static void appendExitCodes(StringBuilder page) {
        page.append(".SH EXIT STATUS\n");
        for (CommonTexts.Pair code : CommonTexts.EXIT_CODES) {
            page.append(".TP\n.B ")
                    .append(code.name())
                    .append('\n')
                    .append(roff(code.meaning()))
                    .append('\n');
        }
    }

    private static String roff(String text) {
        String escaped = text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("…", "...");
        return escaped.startsWith(".") ? "\\&" + escaped : escaped;
    }
}
