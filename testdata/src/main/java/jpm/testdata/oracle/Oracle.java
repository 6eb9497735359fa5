package jpm.testdata.oracle;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The voice of a program that is about to die: each frame says its locals just before the throw or the call that dies.
 *
 * <p>A frame that speaks again replaces what it said before and forgets the deeper frames, which have returned by then. A frame
 * that caught the deeper frames' exception and wraps it speaks with {@link #sayWrapping}, which keeps them.
 *
 * <p>Two switches drive warm-up: an unarmed program runs to its normal end, a muted one says nothing.
 */
public final class Oracle {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final Speech SILENCE = new Speech(null);

    private static volatile boolean armed;
    private static volatile boolean muted = true;

    private Oracle() {}

    /** Whether the program is to die this time. */
    public static boolean armed() {
        return armed;
    }

    /** Sets whether programs die and whether they speak. */
    public static void set(boolean armed, boolean muted) {
        Oracle.armed = armed;
        Oracle.muted = muted;
    }

    /** Dies of an {@link IllegalStateException} when armed; writes a heap dump first where {@link HeapDumps} is asked to. */
    public static void die(String message) {
        if (armed) {
            HeapDumps.dumpWhereAsked();
            throw new IllegalStateException(message);
        }
    }

    /** Uses a value without effect, so that a variable is not dead where it is declared. */
    public static void use(@Nullable Object value) {
        if (value == OUT) {
            throw new IllegalArgumentException("the oracle's own stream");
        }
    }

    /** Begins what the calling frame says; {@link Speech#end} prints it. */
    public static Speech say() {
        return muted ? SILENCE : new Speech(header(depth(), '0'));
    }

    /** As {@link #say}, where deeper frames have died already and the calling frame dies of their exception's wrapper. */
    public static Speech sayWrapping() {
        return muted ? SILENCE : new Speech(header(depth(), '1'));
    }

    /** As {@link #say} in deep recursion, where counting the frames below each would take too long. */
    public static Speech sayAt(long depth) {
        return muted ? SILENCE : new Speech(header(depth, '0'));
    }

    /** Whether nobody listens, as in warm-up. */
    public static boolean muted() {
        return muted;
    }

    /** Prints a line of its own, not about a frame. */
    public static void announce(String what, String name) {
        OUT.println(what + "\t" + name);
    }

    private static long depth() {
        return WALKER.walk(frames -> frames.count());
    }

    private static StringBuilder header(long depth, char keep) {
        StackWalker.StackFrame caller =
                WALKER.walk(frames -> frames.skip(2).findFirst().orElseThrow());
        return new StringBuilder("FRAME\t")
                .append(Thread.currentThread().getId())
                .append('\t')
                .append(depth)
                .append('\t')
                .append(keep)
                .append('\t')
                .append(caller.getClassName())
                .append('\t')
                .append(caller.getMethodName())
                .append('\t')
                .append(caller.getLineNumber())
                .append('\n');
    }

    /** The variables of one frame, in any order. */
    public static final class Speech {
        private final @Nullable StringBuilder text;

        private Speech(@Nullable StringBuilder text) {
            this.text = text;
        }

        /** Says {@code this}. */
        public Speech self(Object self) {
            return of("this", self.getClass(), self);
        }

        /** Says {@code this} of a frame whose class is not the object's own. */
        public Speech self(Class<?> type, Object self) {
            return of("this", type, self);
        }

        public Speech of(String name, boolean value) {
            return text == null ? this : add(name, "boolean", Canonical.of(value));
        }

        public Speech of(String name, byte value) {
            return text == null ? this : add(name, "byte", Canonical.of(value));
        }

        public Speech of(String name, short value) {
            return text == null ? this : add(name, "short", Canonical.of(value));
        }

        public Speech of(String name, char value) {
            return text == null ? this : add(name, "char", Canonical.of(value));
        }

        public Speech of(String name, int value) {
            return text == null ? this : add(name, "int", Canonical.of(value));
        }

        public Speech of(String name, long value) {
            return text == null ? this : add(name, "long", Canonical.of(value));
        }

        public Speech of(String name, float value) {
            return text == null ? this : add(name, "float", Canonical.of(value));
        }

        public Speech of(String name, double value) {
            return text == null ? this : add(name, "double", Canonical.of(value));
        }

        /** Says a reference; {@code type} is the variable's declared type, erased. */
        public Speech of(String name, Class<?> type, @Nullable Object value) {
            return text == null ? this : add(name, type.getTypeName(), Canonical.of(value));
        }

        /** Says that a variable is there without saying its value. */
        public Speech present(String name, Class<?> type) {
            return text == null ? this : add(name, type.getTypeName(), "?");
        }

        /** Prints the frame. */
        public void end() {
            if (text != null) {
                synchronized (OUT) {
                    OUT.print(text);
                    OUT.flush();
                }
            }
        }

        private Speech add(String name, String type, String canonical) {
            StringBuilder to = text;
            if (to != null) {
                to.append("VAR\t").append(Thread.currentThread().getId()).append('\t');
                to.append(name).append('\t').append(type).append('\t');
                to.append(canonical).append('\n');
            }
            return this;
        }
    }
}
