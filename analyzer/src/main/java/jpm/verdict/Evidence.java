package jpm.verdict;

/**
 * One fact behind a {@link Verdict}.
 *
 * @param certainty whether the dump says so or it was concluded
 * @param text a clause for a person, on one line
 */
public record Evidence(Certainty certainty, String text) {
    /** How far a fact can be trusted. */
    public enum Certainty {
        /** The dump says so. */
        KNOWN,
        /** It was concluded from what the dump says; something else may have been the case. */
        INFERRED
    }

    static Evidence known(String text) {
        return new Evidence(Certainty.KNOWN, text);
    }

    static Evidence inferred(String text) {
        return new Evidence(Certainty.INFERRED, text);
    }
}
