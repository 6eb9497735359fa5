package jpm.agent;

/** A stack frame as text. */
final class StackText {
    private static final int NATIVE_LINE = -2;

    private StackText() {}

    /** As {@code com.acme.Shop.price(Shop.java:17)}, without loader and module. */
    static String of(StackTraceElement frame) {
        String place = frame.getFileName() == null ? "Unknown Source" : frame.getFileName();
        if (frame.getLineNumber() == NATIVE_LINE) {
            place = "Native Method";
        } else if (frame.getFileName() != null && frame.getLineNumber() >= 0) {
            place = place + ":" + frame.getLineNumber();
        }
        return frame.getClassName() + "." + frame.getMethodName() + "(" + place + ")";
    }
}
