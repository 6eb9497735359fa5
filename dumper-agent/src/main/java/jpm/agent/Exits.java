package jpm.agent;

/** Tells whether an exception is why a program ends itself. */
final class Exits {
    private Exits() {}

    /**
     * Whether an exception is on its way through the stack, or was caught by a method that is on it: not one that was dealt with elsewhere
     * some time before.
     *
     * @param trace the exception's, innermost frame first
     * @param left the methods that it is known to have left, innermost first
     * @param stack where the program ends itself, innermost frame first
     */
    static boolean concerns(StackTraceElement[] trace, StackTraceElement[] left, StackTraceElement[] stack) {
        int outermostLeft = outermostLeft(trace, left);
        return outermostLeft >= 0 && trace.length - commonOuterFrames(trace, stack) <= outermostLeft + 1;
    }

    private static int outermostLeft(StackTraceElement[] trace, StackTraceElement[] left) {
        if (left.length == 0) {
            return -1;
        }
        for (int i = trace.length - 1; i >= 0; i--) {
            if (isSameMethod(trace[i], left[left.length - 1])) {
                return i;
            }
        }
        return -1;
    }

    private static int commonOuterFrames(StackTraceElement[] one, StackTraceElement[] other) {
        int common = 0;
        while (common < one.length
                && common < other.length
                && isSameMethod(one[one.length - 1 - common], other[other.length - 1 - common])) {
            common++;
        }
        return common;
    }

    private static boolean isSameMethod(StackTraceElement one, StackTraceElement other) {
        return one.getClassName().equals(other.getClassName())
                && one.getMethodName().equals(other.getMethodName());
    }
}
