package jpm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Completion scripts made from the commands' declarations. */
final class Completions {
    private final Commands commands;

    Completions(Commands commands) {
        this.commands = commands;
    }

    String bash() {
        StringBuilder script = new StringBuilder();
        script.append("# bash completion for jpm; made by: jpm completion bash\n");
        script.append("_jpm() {\n");
        script.append(
                "    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= i options=\n");
        script.append("    if [[ $previous == '=' ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi\n");
        script.append("    if [[ $word == '=' ]]; then word=; fi\n");
        script.append("    for ((i = 1; i < COMP_CWORD; i++)); do\n");
        script.append("        case ${COMP_WORDS[i]} in ")
                .append(names("|"))
                .append(") command=${COMP_WORDS[i]}; break ;; esac\n");
        script.append("    done\n");
        script.append("    case $previous in\n");
        for (Flag flag : distinctFlags()) {
            if (!flag.choices().isEmpty()) {
                script.append("    --")
                        .append(flag.longName())
                        .append(") COMPREPLY=($(compgen -W '")
                        .append(String.join(" ", flag.choices()))
                        .append("' -- \"$word\")); return ;;\n");
            }
        }
        script.append("    --store|--output|-o|--source-path) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n");
        script.append("    esac\n");
        script.append("    case $command in\n");
        for (Command command : commands.all()) {
            List<String> called = new ArrayList<>(List.of(command.name()));
            called.addAll(command.aliases());
            script.append("    ")
                    .append(String.join("|", called))
                    .append(") options='")
                    .append(options(command))
                    .append("' ;;\n");
        }
        script.append("    *) options='").append(options(commands.fallback())).append("' ;;\n");
        script.append("    esac\n");
        script.append("    case $command:$word in\n");
        script.append("    *:-*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n");
        script.append("    :*|help:*) COMPREPLY=($(compgen -W '")
                .append(names(" "))
                .append("' -- \"$word\")) ;;\n");
        script.append("    completion:*) COMPREPLY=($(compgen -W 'bash zsh' -- \"$word\")) ;;\n");
        script.append("    agent:*|demo:*|version:*) ;;\n");
        script.append(
                "    *) COMPREPLY=($(compgen -W \"$(jpm list -q -F pid 2>/dev/null; jpm list -q -F main 2>/dev/null; "
                        + "jpm list -q -F id 2>/dev/null)\" -- \"$word\") $(compgen -f -- \"$word\")) ;;\n");
        script.append("    esac\n");
        script.append("}\n");
        script.append("complete -F _jpm jpm ./jpm\n");
        return script.toString();
    }

    String zsh() {
        StringBuilder script = new StringBuilder();
        script.append("#compdef jpm\n");
        script.append("# zsh completion for jpm; made by: jpm completion zsh\n");
        script.append("_jpm() {\n");
        script.append("    local -a commands\n");
        script.append("    commands=(\n");
        for (Command command : commands.all()) {
            script.append("        '")
                    .append(command.name())
                    .append(':')
                    .append(quoted(command.summary()))
                    .append("'\n");
        }
        script.append("    )\n");
        script.append("    if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n");
        script.append("        _describe command commands\n");
        script.append("        return\n");
        script.append("    fi\n");
        script.append("    local command=$words[2]\n");
        script.append("    (( CURRENT > 2 )) && { words=(\"${words[@]:1}\"); (( CURRENT-- )); }\n");
        script.append("    case $command in\n");
        for (Command command : commands.all()) {
            List<String> called = new ArrayList<>(List.of(command.name()));
            called.addAll(command.aliases());
            script.append("    ").append(String.join("|", called)).append(") _arguments");
            command.flags().forEach(flag -> script.append(" \\\n        ").append(zshFlag(flag)));
            script.append(" \\\n        ").append(zshWords(command)).append(" ;;\n");
        }
        script.append("    esac\n");
        script.append("}\n");
        script.append("_jpm_matches() {\n");
        script.append("    local -a found\n");
        script.append(
                "    found=(${(f)\"$(jpm list -q -F pid 2>/dev/null; jpm list -q -F main 2>/dev/null; jpm list -q -F id 2>/dev/null)\"})\n");
        script.append("    _alternative 'matches:match:compadd -a found' 'files:file:_files'\n");
        script.append("}\n");
        script.append("if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _jpm \"$@\"; else compdef _jpm jpm; fi\n");
        return script.toString();
    }

    private static String zshFlag(Flag flag) {
        String help = "[" + quoted(flag.help()).replace("[", "\\[").replace("]", "\\]") + "]";
        String value = flag.argument() == null ? "" : ":" + flag.argument() + ":" + zshValues(flag);
        String longForm = "'--" + flag.longName() + (flag.argument() == null ? "" : "=") + help + value + "'";
        return flag.shortName() == null ? longForm : "'-" + flag.shortName() + help + value + "' " + longForm;
    }

    private static String zshValues(Flag flag) {
        return flag.choices().isEmpty() ? "_files" : "(" + String.join(" ", flag.choices()) + ")";
    }

    private String zshWords(Command command) {
        return switch (command.name()) {
            case "help" -> "'1:command:(" + names(" ") + ")'";
            case "completion" -> "'1:shell:(bash zsh)'";
            default -> command.arguments().isEmpty() ? "" : "'*:match:_jpm_matches'";
        };
    }

    private static String quoted(String text) {
        return text.replace("'", "'\\''").replace(":", "\\:");
    }

    private static String options(Command command) {
        List<String> options = new ArrayList<>();
        for (Flag flag : command.flags()) {
            if (flag.shortName() != null) {
                options.add("-" + flag.shortName());
            }
            options.add("--" + flag.longName());
        }
        return String.join(" ", options);
    }

    private List<Flag> distinctFlags() {
        return commands.all().stream()
                .flatMap(command -> command.flags().stream())
                .distinct()
                .collect(Collectors.toList());
    }

    private String names(String separator) {
        return commands.all().stream().map(Command::name).collect(Collectors.joining(separator));
    }
}
