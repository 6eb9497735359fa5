package jpm.verdict;

import java.util.List;
import java.util.Locale;

/**
 * Why a program died, as far as its dump tells.
 *
 * @param summary one or two sentences
 * @param evidence what the sentences rest on, the strongest first
 * @param advice what to do next, a sentence each
 */
public record Verdict(Kind kind, String summary, List<Evidence> evidence, List<String> advice) {
    public Verdict {
        evidence = List.copyOf(evidence);
        advice = List.copyOf(advice);
    }

    /** What gave out. */
    public enum Kind {
        /** The program's own exception. */
        EXCEPTION,
        /** A stack that had no end. */
        STACK,
        /** The Java heap. */
        JAVA_HEAP,
        /** Room for classes. */
        METASPACE,
        /** Memory of direct buffers. */
        DIRECT_BUFFERS,
        /** Threads of the operating system. */
        NATIVE_THREADS,
        /** A single array beyond what any JVM makes. */
        ARRAY_SIZE,
        /** Memory of the operating system, outside of the Java heap. */
        NATIVE_MEMORY,
        /** An OutOfMemoryError that the program made itself. */
        THROWN_BY_PROGRAM,
        /** Nothing: threads do not move. */
        HANG,
        /** Native code, or the JVM itself. */
        CRASH,
        /** The dump tells of no failure. */
        NONE;

        /** The word for programs, as {@code java-heap}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
