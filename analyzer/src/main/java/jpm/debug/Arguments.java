package jpm.debug;

import java.util.ArrayList;
import java.util.List;

/** Reading what follows a command's name. */
final class Arguments {
    private Arguments() {}

    /** The words between blanks, in a list that may be changed. */
    static List<String> words(String arguments) {
        List<String> words = new ArrayList<>();
        for (String word : arguments.split("\\s+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    static int number(String argument) {
        try {
            return Integer.parseInt(argument.strip());
        } catch (NumberFormatException e) {
            throw new CommandException("Not a number: \"" + argument + "\".");
        }
    }

    static int count(String arguments, int otherwise) {
        return arguments.isEmpty() ? otherwise : number(arguments);
    }

    static String required(String arguments, String what) {
        if (arguments.isEmpty()) {
            throw new CommandException("Missing: " + what + ".");
        }
        return arguments;
    }
}
