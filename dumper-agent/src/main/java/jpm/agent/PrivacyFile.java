package jpm.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jpm.agent.start.Stderr;
import jpm.snapshot.PrivacyRules;
import org.jspecify.annotations.Nullable;

/** The rules of privacy that the user gave. */
final class PrivacyFile {
    private static final List<String> EVERYTHING = List.of("name *", "class *", "text (?s).+");

    private PrivacyFile() {}

    /** The rules in a file; those that hide everything where it cannot be read or understood, which is told. */
    static PrivacyRules read(@Nullable String file) {
        if (file == null) {
            return PrivacyRules.STANDARD;
        }
        try {
            return PrivacyRules.of(Files.readAllLines(Path.of(file)));
        } catch (IOException | RuntimeException e) {
            Stderr.line("agent option privacy=" + file + ": all values are masked: " + e);
            return PrivacyRules.of(EVERYTHING);
        }
    }
}
