package java.lang;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.annotation.DontInline;
import jdk.internal.vm.annotation.ForceInline;

/**
 * What a line with a probe calls. It is defined when the first breakpoint is set; nothing here throws.
 *
 * <p>A probe is asked first whether it wants this passage, and only then is given the variables: a condition that is false costs little.
 */
public abstract class JpmProbe {
    private static final int MAX_THREADS = 64;

    /** Faults within probes, each of which cost a hit. */
    public static int faults;

    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    /** {@code LiveStackFrameInfo.mode}, 1 for interpreted frames. */
    private static final long MODE = UNSAFE.objectFieldOffset(LiveStackFrameInfo.class, "mode");

    private static final int INTERPRETED = 1;

    private static JpmProbe[] probes = {};
    private static final Thread[] busy = new Thread[MAX_THREADS];

    /** For the agent's own class. */
    protected JpmProbe() {}

    /** Whether this passage is wanted; the values are those that the probe has asked for, the rest is null and 0. */
    protected abstract boolean wants(Object a, Object b, long u, long v);

    /** Takes a passage that is wanted, with the values of the line's variables. */
    protected abstract void take(Object[] references, long[] primitives);

    /** Called by instrumented code. */
    @ForceInline
    public static boolean isDue(Object a, Object b, long u, long v, int id) {
        JpmProbe[] all = probes;
        JpmProbe probe = id < all.length ? all[id] : null;
        if (probe == null) {
            return false;
        }
        try {
            return probe.wants(a, b, u, v);
        } catch (Throwable fault) {
            faults++;
            return false;
        }
    }

    /** Called by instrumented code, where {@link #isDue} was true. What a probe itself calls is not probed. */
    @DontInline
    public static void hit(Object[] references, long[] primitives, int id) {
        JpmProbe[] all = probes;
        JpmProbe probe = id < all.length ? all[id] : null;
        int slot = -1;
        try {
            slot = probe == null ? -1 : enter(Thread.currentThread());
            if (slot >= 0) {
                probe.take(references, primitives);
            }
        } catch (Throwable fault) {
            faults++;
        } finally {
            if (slot >= 0) {
                busy[slot] = null;
            }
        }
    }

    private static synchronized int enter(Thread self) {
        int free = -1;
        for (int i = 0; i < MAX_THREADS; i++) {
            if (busy[i] == self) {
                return -1;
            }
            free = busy[i] == null ? i : free;
        }
        if (free >= 0) {
            busy[free] = self;
        } else {
            faults++;
        }
        return free;
    }

    // The agent's side.

    /** Gives a probe an id that none had before: code of a removed probe may still be running. */
    public static synchronized int add(JpmProbe probe) {
        int id = probes.length;
        JpmProbe[] all = Arrays.copyOf(probes, id + 1);
        all[id] = probe;
        probes = all;
        return id;
    }

    /** Takes a probe away; instrumented code that still asks for it gets no answer. */
    public static synchronized void remove(int id) {
        JpmProbe[] all = probes.clone();
        all[id] = null;
        probes = all;
    }

    /** Stands for a line that was hit where a dump needs something thrown. */
    public static final class Passage extends Throwable {
        private static final long serialVersionUID = 1;

        /** @param stack from the line outward */
        public Passage(String place, StackTraceElement[] stack) {
            super(place, null, false, true);
            setStackTrace(stack);
        }
    }

    /** A frame of the calling thread's stack with its slots. */
    public static final class Frame {
        public final Class<?> type;
        public final String method;
        public final String descriptor;
        public final String file;
        public final int line;
        public final int bytecodeIndex;
        /** References as they are, primitives as {@code Long} with undefined upper halves; null stands for either null or nothing. */
        public final Object[] slots;
        /** Which elements of {@link #slots} stand for primitives. */
        public final boolean[] primitive;
        /** Whether the frame is interpreted: a compiled one may have taken an object apart, and then shows null. */
        public final boolean interpreted;

        private Frame(StackWalker.StackFrame frame, boolean withSlots) {
            type = frame.getDeclaringClass();
            method = frame.getMethodName();
            descriptor = frame.getDescriptor();
            file = frame.getFileName();
            line = frame.isNativeMethod() ? -2 : frame.getLineNumber();
            bytecodeIndex = frame.isNativeMethod() ? -1 : frame.getByteCodeIndex();
            interpreted = frame instanceof LiveStackFrameInfo live && UNSAFE.getInt(live, MODE) == INTERPRETED;
            Object[] locals = withSlots ? ((LiveStackFrame) frame).getLocals() : null;
            slots = locals == null ? new Object[0] : new Object[locals.length];
            primitive = new boolean[slots.length];
            for (int i = 0; i < slots.length; i++) {
                take(i, locals[i]);
            }
        }

        private void take(int i, Object local) {
            if (local instanceof LiveStackFrame.PrimitiveSlot value) {
                primitive[i] = true;
                slots[i] = value.size() == Long.BYTES ? value.longValue() : (long) value.intValue();
            } else {
                slots[i] = local;
            }
        }
    }

    /**
     * The calling thread's frames from the one that called {@link #hit} outward.
     *
     * @param max how many of them
     * @param withSlots how many of the innermost have their slots
     */
    public static List<Frame> frames(int max, int withSlots) {
        StackWalker walker = LiveStackFrame.getStackWalker(Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE));
        return walker.walk(frames -> collect(frames, max, withSlots));
    }

    private static List<Frame> collect(Stream<StackWalker.StackFrame> frames, int max, int withSlots) {
        List<Frame> found = new ArrayList<>();
        boolean[] inside = {true};
        frames.forEach(frame -> {
            if (inside[0]) {
                inside[0] = frame.getDeclaringClass() != JpmProbe.class || !frame.getMethodName().equals("hit");
            } else if (found.size() < max) {
                found.add(new Frame(frame, found.size() < withSlots));
            }
        });
        return found;
    }
}
