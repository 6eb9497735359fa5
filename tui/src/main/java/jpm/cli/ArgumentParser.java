package jpm.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.CommandLineParser;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.jspecify.annotations.Nullable;

/** Finds the command in a command line and parses its options by Commons CLI. */
final class ArgumentParser {
    private final Commands commands;
    private final Console console;

    ArgumentParser(Commands commands, Console console) {
        this.commands = commands;
        this.console = console;
    }

    /** Throws {@link UsageException} for what is not understood. Options may stand before the command's name, too. */
    Invocation parse(String... arguments) {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        int at = commandPosition(words);
        Command command = at < 0 ? commands.fallback() : commands.find(words.remove(at));
        return parse(command, words);
    }

    /** Position of the first word that is neither an option nor a common option's value; -1 when there is none. */
    private int commandPosition(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                return -1;
            }
            if (!word.startsWith("-") || word.equals("-")) {
                return i;
            }
            if (takesNextWord(commands.fallback().flags(), word)) {
                i++;
            }
        }
        return -1;
    }

    private static boolean takesNextWord(List<Flag> flags, String word) {
        for (Flag flag : flags) {
            if (flag.argument() != null && flag.isNamed(word)) {
                return true;
            }
        }
        return false;
    }

    private Invocation parse(Command command, List<String> words) {
        CommandLineParser parser =
                DefaultParser.builder().setAllowPartialMatching(false).get();
        try {
            CommandLine line = parser.parse(
                    optionsOf(command), valuesJoined(command, words).toArray(new String[0]));
            Map<String, List<String>> options = new HashMap<>();
            for (Option option : line.getOptions()) {
                List<String> values = options.computeIfAbsent(option.getLongOpt(), name -> new ArrayList<>());
                if (option.getArgs() > 0) {
                    values.add(option.getValue());
                }
            }
            checkChoices(command, options);
            return new Invocation(command, options, line.getArgList(), console);
        } catch (UnrecognizedOptionException unknown) {
            throw unknownOption(command, unknown.getOption());
        } catch (MissingArgumentException missing) {
            throw missingValue(command, missing.getOption().getLongOpt());
        } catch (ParseException other) {
            throw new UsageException("cannot understand the command line: " + other.getMessage(), helpFor(command));
        }
    }

    private static Options optionsOf(Command command) {
        Options options = new Options();
        for (Flag flag : command.flags()) {
            options.addOption(new Option(flag.shortName(), flag.longName(), flag.argument() != null, flag.help()));
        }
        return options;
    }

    /** Writes {@code --since -2h} as {@code --since=-2h}: a value that begins with a dash would be taken for an option. */
    private static List<String> valuesJoined(Command command, List<String> words) {
        List<String> joined = new ArrayList<>(words.size());
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                joined.addAll(words.subList(i, words.size()));
                break;
            }
            Flag flag = flagTakingNextWord(command, word);
            if (flag != null && i + 1 < words.size()) {
                joined.add("--" + flag.longName() + "=" + words.get(++i));
            } else {
                joined.add(word);
            }
        }
        return joined;
    }

    private static @Nullable Flag flagTakingNextWord(Command command, String word) {
        for (Flag flag : command.flags()) {
            if (flag.argument() != null && flag.isNamed(word)) {
                return flag;
            }
        }
        return null;
    }

    private static void checkChoices(Command command, Map<String, List<String>> options) {
        for (Flag flag : command.flags()) {
            for (String value : options.getOrDefault(flag.longName(), List.of())) {
                if (!flag.choices().isEmpty() && !flag.choices().contains(value)) {
                    throw new UsageException(
                            "cannot use --" + flag.longName() + "=" + Plain.line(value) + ": it is not one of "
                                    + String.join(", ", flag.choices()),
                            helpFor(command));
                }
            }
        }
    }

    private static UsageException missingValue(Command command, String longName) {
        return new UsageException("cannot use --" + longName + ": its value is missing", helpFor(command));
    }

    private static UsageException unknownOption(Command command, String option) {
        List<String> known = new ArrayList<>();
        for (Flag flag : command.flags()) {
            known.add("--" + flag.longName());
        }
        String typed = option.contains("=") ? option.substring(0, option.indexOf('=')) : option;
        String nearest = Nearest.to(typed, known);
        return new UsageException(
                "unknown option: jpm " + command.name() + " has no " + Plain.line(typed),
                nearest == null ? helpFor(command) : "jpm " + command.name() + " " + nearest);
    }

    private static String helpFor(Command command) {
        return "jpm help " + command.name();
    }
}
