package jpm.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jpm.debug.ThrownException;

/** The verdict over a StackOverflowError: the methods that call each other without end. */
final class StackVerdict {
    private static final int MAX_PERIOD = 100;
    private static final int MIN_ROUNDS = 5;
    private static final int MAX_SHOWN = 6;

    private final List<StackTraceElement> stack;

    StackVerdict(ThrownException thrown) {
        this.stack = thrown.stack();
    }

    Verdict verdict() {
        int skipped = 0;
        int period = 0;
        while (period == 0 && skipped < MAX_PERIOD) {
            period = period(skipped++);
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known("the error holds " + stack.size() + " frames, and more may have been below"));
        List<String> advice = List.of(
                "See the arguments from call to call: jpm open, then frame N and locals.",
                "If the depth is wanted, a larger stack helps: -Xss.");
        if (period == 0) {
            return new Verdict(
                    Verdict.Kind.STACK, "The stack overflowed; its calls do not repeat in order.", evidence, advice);
        }
        List<String> round = round(skipped - 1, period);
        evidence.add(Evidence.known("a round has " + period + (period == 1 ? " call" : " calls") + ": "
                + round.stream().limit(MAX_SHOWN).collect(Collectors.joining(" < "))
                + (round.size() > MAX_SHOWN ? " < …" : "")));
        evidence.add(Evidence.known("the innermost frame is " + stack.get(0)));
        String who = period == 1
                ? round.get(0) + " calls itself"
                : round.stream().distinct().limit(MAX_SHOWN).collect(Collectors.joining(", ")) + " call each other";
        return new Verdict(Verdict.Kind.STACK, "The stack overflowed: " + who + " without end.", evidence, advice);
    }

    /** After how many frames the same methods come again, 0 when they do not. */
    private int period(int from) {
        for (int period = 1; period <= MAX_PERIOD; period++) {
            if (repeats(from, period)) {
                return period;
            }
        }
        return 0;
    }

    private boolean repeats(int from, int period) {
        int compared = period * (MIN_ROUNDS - 1);
        if (from + period + compared > stack.size()) {
            return false;
        }
        for (int i = from; i < from + compared; i++) {
            if (!method(stack.get(i)).equals(method(stack.get(i + period)))) {
                return false;
            }
        }
        return true;
    }

    private List<String> round(int from, int period) {
        return stack.subList(from, from + period).stream()
                .map(StackVerdict::method)
                .toList();
    }

    private static String method(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName();
    }
}
