package jpm.cli;

import java.util.ArrayList;
import java.util.List;

/** Help made from the commands' declarations. */
final class HelpText {
    private static final int COLUMNS = 80;
    private final Palette palette;

    HelpText(Palette palette) {
        this.palette = palette;
    }

    /** What {@code jpm help} and {@code jpm --help} print. */
    String overview(Commands commands) {
        StringBuilder text = new StringBuilder();
        text.append("jpm keeps and debugs dumps of Java programs that died.\n\n");
        text.append(title("Usage"))
                .append("  jpm [COMMAND] [OPTION…] [MATCH…]\n\n")
                .append(title("Commands"));
        for (Command command : commands.all()) {
            appendPair(text, command.name(), command.summary(), 12);
        }
        text.append("\nWithout a command jpm lists the dumps. jpm help COMMAND explains a command.\n\n");
        text.append(title("Examples"));
        appendPair(text, "java -javaagent:$(jpm agent) -jar shop.jar", "leave a dump when the program dies", 46);
        appendPair(text, "jpm", "list the dumps", 46);
        appendPair(text, "jpm open", "debug the newest", 46);
        return text.toString();
    }

    /** What {@code jpm help COMMAND} prints. */
    String command(Command command) {
        StringBuilder text = new StringBuilder();
        text.append(title("Usage")).append("  ").append(command.usage()).append('\n');
        if (!command.aliases().isEmpty()) {
            text.append("  also called ")
                    .append(String.join(", ", command.aliases()))
                    .append('\n');
        }
        for (String paragraph : command.description().split("\n\n")) {
            text.append('\n');
            wrapped(paragraph, COLUMNS).forEach(line -> text.append(line).append('\n'));
        }
        text.append('\n').append(title("Options"));
        command.flags().forEach(flag -> appendPair(text, indented(flag), flag.help(), 24));
        text.append('\n').append(title("Examples"));
        for (Command.Example example : command.examples()) {
            text.append("  ").append(example.commandLine()).append('\n');
            text.append("      ").append(example.purpose()).append('\n');
        }
        return text.toString();
    }

    private static String indented(Flag flag) {
        return flag.shortName() == null ? "    " + flag.usage() : flag.usage();
    }

    private String title(String word) {
        return palette.styled(Palette.Style.BOLD, word) + "\n";
    }

    private static void appendPair(StringBuilder to, String left, String right, int columns) {
        List<String> lines = wrapped(right, COLUMNS - columns - 2);
        String first = "  " + left;
        int gap = columns + 2 - first.length();
        if (gap < 1) {
            to.append(first).append('\n');
        } else {
            to.append(first).append(" ".repeat(gap)).append(lines.remove(0)).append('\n');
        }
        lines.forEach(line -> to.append(" ".repeat(columns + 2)).append(line).append('\n'));
    }

    static List<String> wrapped(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
