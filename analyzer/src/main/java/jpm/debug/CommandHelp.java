package jpm.debug;

import java.util.List;

/**
 * A command of the debugger as its user sees it.
 *
 * @param aliases other names, the shortest first
 * @param usage name and arguments, as {@code frame [N]}
 * @param summary half a sentence for a list
 * @param help the whole text
 */
public record CommandHelp(String name, List<String> aliases, String group, String usage, String summary, String help) {}
