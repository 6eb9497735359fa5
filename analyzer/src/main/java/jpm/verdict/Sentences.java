package jpm.verdict;

import java.util.Locale;

/** Puts clauses together. */
final class Sentences {
    private Sentences() {}

    /** With a capital letter at its begin. */
    static String capital(String clause) {
        return clause.isEmpty() ? clause : clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1);
    }
}
