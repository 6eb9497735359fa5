package jpm.doctor;

import java.util.Locale;

/**
 * What one check found.
 *
 * @param check the check's name, as {@code store-space}
 * @param says a sentence
 * @param evidence what it rests on: an option, a file's content, a number
 * @param fix what to do, empty where nothing is to be done
 */
public record Finding(String check, Level level, String says, String evidence, String fix) {
    /** How bad it is. */
    public enum Level {
        /** A dump will be lost. */
        PROBLEM,
        /** A dump will lack something, or is lost where other things fail too. */
        ADVICE,
        /** It was looked at, and is as it should be. */
        FINE;

        private final String label = name().toLowerCase(Locale.ROOT);

        public String label() {
            return label;
        }
    }

    static Finding problem(String check, String says, String evidence, String fix) {
        return new Finding(check, Level.PROBLEM, says, evidence, fix);
    }

    static Finding advice(String check, String says, String evidence, String fix) {
        return new Finding(check, Level.ADVICE, says, evidence, fix);
    }

    static Finding fine(String check, String says, String evidence) {
        return new Finding(check, Level.FINE, says, evidence, "");
    }
}
