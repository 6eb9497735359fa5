package jpm.jdwp;

/** Places in the code on the wire. */
final class Locations {
    private static final int NO_TAG = 0;

    private Locations() {}

    static void write(FrameMirror frame, Answer to) {
        MethodMirror method = frame.method();
        ClassMirror type = method.declaringClass();
        to.oneByte(type.kind().tag).id(type.id).id(method.id()).id(frame.codeIndex());
    }

    static void writeNone(Answer to) {
        to.oneByte(NO_TAG).id(0).id(0).id(0);
    }
}
