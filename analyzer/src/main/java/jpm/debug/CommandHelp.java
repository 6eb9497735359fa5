package jpm.debug;

import java.util.List;

/**
 * A command of the debugger as its user sees it.
 *
 * @param aliases other names, the shortest first
 * @param usage name and arguments, as {@code frame [N]}
 * @param summary half a sentence for a list
 * @param help the whole text
 * @param examples command lines with what they do, divided by two blanks
 */
public record CommandHelp(
        String name,
        List<String> aliases,
        String group,
        String usage,
        String summary,
        String help,
        List<String> examples) {
    CommandHelp(String name, List<String> aliases, String group, String usage, String summary, String help) {
        this(name, aliases, group, usage, summary, help, List.of());
    }
}
