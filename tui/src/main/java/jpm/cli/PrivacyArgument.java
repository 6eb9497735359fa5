package jpm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import jpm.io.JpmException;
import jpm.snapshot.PrivacyRules;

/** The file of rules that a command line names, which say what is masked besides what always is. */
final class PrivacyArgument {
    static final Flag FLAG = Flag.taking(null, "privacy", "FILE", "hide also what the rules in FILE say");

    private PrivacyArgument() {}

    /** The standard rules where none are named. */
    static PrivacyRules rules(Invocation invocation) {
        String name = invocation.option("privacy");
        if (name == null) {
            return PrivacyRules.STANDARD;
        }
        try {
            return PrivacyRules.of(lines(name, "--privacy"));
        } catch (IllegalArgumentException malformed) {
            throw new JpmException(
                    "cannot use the rules in " + Plain.line(name, 200) + ": " + malformed.getMessage(),
                    "write lines like: name *iban*");
        }
    }

    /** The lines of a file that an option names. */
    static List<String> lines(String name, String option) {
        try {
            return Files.readAllLines(Path.of(name), StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException unreadable) {
            String why = unreadable instanceof IOException failure ? DumpCommand.reason(failure) : "it is no file name";
            throw new JpmException("cannot read " + Plain.line(name, 200) + ": " + why, "check " + option);
        }
    }
}
