package jpm.collect;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.snapshot.PrivacyRules;
import jpm.snapshot.Secrets;

/**
 * Copies a fatal error log without what must not be seen: secrets in the command line, in the environment and in messages, and the content of all strings and arrays that registers and the stack
 * point to, as no name says what they are. Bytes of memory that the log has as numbers stay.
 */
final class MaskedCrashLog {
    private static final Pattern COMMAND = Pattern.compile("((?:Command Line|jvm_args|java_command): )(.*)");
    private static final Pattern SETTING = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)");
    private static final Pattern ELEMENT = Pattern.compile("( - +\\d+: ).*");
    /** Bytes of memory and mapped files, in which numbers only look like those of cards. */
    private static final Pattern MEMORY = Pattern.compile("(?:0x)?[0-9a-f]{8,}(?::|-[0-9a-f]{8,} ).*");

    private static final String STRING = " - string: \"";
    /** A string is cut after some hundred characters, each of which may be a line. */
    private static final int MAX_STRING_LINES = 600;

    private final String command;
    private final PrivacyRules rules;
    private boolean isEnvironment;
    private int stringLines;

    private MaskedCrashLog(String command, PrivacyRules rules) {
        this.command = command;
        this.rules = rules;
    }

    /**
     * @param command main class and arguments, as the log has them
     * @throws IOException where the one cannot be read, or the other not be written
     */
    static void copy(Path from, Path to, String command, PrivacyRules rules) throws IOException {
        MaskedCrashLog masked = new MaskedCrashLog(command, rules);
        // A byte a character: whatever the log's encoding is, what is not masked stays as it is.
        try (BufferedReader in = new BufferedReader(
                        new InputStreamReader(Files.newInputStream(from), StandardCharsets.ISO_8859_1));
                BufferedWriter out = Files.newBufferedWriter(to, StandardCharsets.ISO_8859_1)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(masked.line(line));
                out.write('\n');
            }
        }
    }

    private String line(String line) {
        if (stringLines > 0) {
            stringLines = line.endsWith("\"") ? 0 : stringLines - 1;
            return Secrets.MASK;
        }
        int string = line.indexOf(STRING);
        if (string >= 0) {
            boolean isWhole = line.endsWith("\"") && line.length() > string + STRING.length();
            stringLines = isWhole ? 0 : MAX_STRING_LINES;
            return line.substring(0, string) + STRING + Secrets.MASK + "\"";
        }
        if (line.isEmpty() || line.startsWith("Environment Variables:")) {
            isEnvironment = !line.isEmpty();
            return line;
        }
        return plain(line);
    }

    private String plain(String line) {
        Matcher command = COMMAND.matcher(line);
        if (command.matches()) {
            return command.group(1) + words(command.group(2));
        }
        Matcher setting = SETTING.matcher(line);
        if (isEnvironment && setting.matches()) {
            return setting.group(1) + "=" + value(setting.group(1), setting.group(2));
        }
        if (MEMORY.matcher(line).matches()) {
            return line;
        }
        Matcher element = ELEMENT.matcher(line);
        return element.matches() ? element.group(1) + Secrets.MASK : rules.masked(line);
    }

    private String value(String name, String value) {
        if (rules.hidesName(name)) {
            return Secrets.MASK;
        }
        return name.endsWith("OPTIONS") ? words(value) : rules.masked(value);
    }

    /** What stands before the main class cannot reach into it. */
    private String words(String line) {
        int main = command.isEmpty()
                        || line.equals(command)
                        || !line.stripTrailing().endsWith(" " + command)
                ? 0
                : line.stripTrailing().length() - command.length();
        return main == 0 ? masked(line) : masked(line.substring(0, main)) + masked(line.substring(main));
    }

    private String masked(String line) {
        return String.join(" ", MaskedArguments.of(List.of(line.split(" ", -1)), rules));
    }
}
