package jpm.agent.start;

import org.jspecify.annotations.Nullable;

/** When a dump gets a heap: with every one, with the first of a signature, never, or with the first and without what its texts say. */
public enum HeapPolicy {
    ALWAYS("always"),
    FIRST("first"),
    NEVER("never"),
    REDACTED("redacted");

    private static final HeapPolicy[] ALL = values();

    private final String word;

    HeapPolicy(String word) {
        this.word = word;
    }

    static @Nullable HeapPolicy named(String word) {
        for (HeapPolicy each : ALL) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        return null;
    }
}
