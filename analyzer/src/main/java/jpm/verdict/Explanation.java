package jpm.verdict;

import java.util.List;

/**
 * What an exception is about, beyond its message.
 *
 * @param clause goes behind a colon: {@code price is null}
 * @param advice sentences
 */
record Explanation(String clause, List<Evidence> evidence, List<String> advice) {
    static Explanation of(String clause, List<Evidence> evidence, String advice) {
        return new Explanation(clause, List.copyOf(evidence), List.of(advice));
    }
}
