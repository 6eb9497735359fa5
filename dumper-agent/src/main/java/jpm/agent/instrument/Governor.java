package jpm.agent.instrument;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes the handlers out of the few methods in which a long-running program spends its time, because even a handler never
 * entered costs there: it keeps values alive and makes methods too large to be inlined.
 *
 * <p>It is off unless asked for: an activation that is on a stack while its class is transformed has no line numbers in later
 * stack traces, and is not compiled any more. Therefore it acts on programs that have run for a while, in few and rare batches,
 * on classes that return now and then and are on no stack just before; that none comes in between cannot be ruled out. A method through which a reported
 * exception passed gets its handlers back and keeps them. Not safe for several threads; {@link #reported} is.
 */
final class Governor {
    private static final int SAMPLES_PER_DECISION = 300;
    private static final int DEPTH = 4;
    /** More threads than these are too many to look at in one pause. */
    private static final int MAX_THREADS = 500;

    private static final int STACKS_PER_DECISION = 6;
    private static final int MIN_HITS = 100;
    private static final double MIN_SHARE = 0.005;
    private static final int MAX_METHODS_PER_BATCH = 40;
    private static final int MAX_METHODS = 120;
    private static final int MAX_BATCHES = 8;
    private static final int MAX_CAUSES = 16;

    private final Instrumentation instrumentation;
    private final HotMethods hotMethods;
    private final Predicate<String> isInstrumented;
    private final int startSeconds;
    private final List<String> reported = new ArrayList<>();
    private StackSamples samples;
    private int sampleCount;
    private int batches;
    private @Nullable ThreadMXBean threads;

    /**
     * @param isInstrumented whether the class of a name has handlers
     * @param startSeconds for how long a program must have run before the governor looks at it
     */
    Governor(
            Instrumentation instrumentation,
            HotMethods hotMethods,
            Predicate<String> isInstrumented,
            int startSeconds) {
        this.startSeconds = startSeconds;
        this.instrumentation = instrumentation;
        this.hotMethods = hotMethods;
        this.isInstrumented = isInstrumented;
        samples = new StackSamples(isInstrumented);
    }

    /** Whether it is time to look at stacks, in a program that runs for so long. */
    boolean isDue(long uptimeSeconds) {
        return uptimeSeconds >= startSeconds && batches < MAX_BATCHES;
    }

    /** Looks at what runs now; takes handlers out when enough was seen. Called a few times a second when due. */
    void sample() throws UnmodifiableClassException {
        ThreadMXBean bean = threads();
        long[] ids = bean.getAllThreadIds();
        if (ids.length > MAX_THREADS) {
            return;
        }
        boolean whole = sampleCount % (SAMPLES_PER_DECISION / STACKS_PER_DECISION) == 0;
        for (ThreadInfo thread : bean.getThreadInfo(ids, whole ? Integer.MAX_VALUE : DEPTH)) {
            if (thread != null) {
                add(thread, whole);
            }
        }
        if (++sampleCount >= SAMPLES_PER_DECISION) {
            decide();
        }
    }

    private ThreadMXBean threads() {
        ThreadMXBean known = threads;
        if (known == null) {
            known = ManagementFactory.getThreadMXBean();
            threads = known;
        }
        return known;
    }

    private void add(ThreadInfo thread, boolean whole) {
        StackTraceElement[] stack = thread.getStackTrace();
        if (whole) {
            samples.addStack(thread.getThreadId(), stack);
        }
        if (thread.getThreadState() == Thread.State.RUNNABLE) {
            samples.addRunning(whole && stack.length > DEPTH ? Arrays.copyOf(stack, DEPTH) : stack);
        }
    }

    private void decide() throws UnmodifiableClassException {
        StackSamples seen = samples;
        samples = new StackSamples(isInstrumented);
        sampleCount = 0;
        List<String> chosen = choose(seen);
        Set<String> onStacks = chosen.isEmpty() ? Set.of() : classesOnStacks();
        chosen.removeIf(method -> onStacks.contains(className(method)));
        if (!chosen.isEmpty()) {
            batches++;
            hotMethods.takeOut(chosen);
            transformAgain(chosen);
        }
    }

    private Set<String> classesOnStacks() {
        Set<String> classes = new HashSet<>();
        ThreadMXBean bean = threads();
        for (ThreadInfo thread : bean.getThreadInfo(bean.getAllThreadIds(), Integer.MAX_VALUE)) {
            for (StackTraceElement frame : thread == null ? new StackTraceElement[0] : thread.getStackTrace()) {
                classes.add(frame.getClassName());
            }
        }
        return classes;
    }

    /** The methods whose handlers are to be taken out. */
    List<String> choose(StackSamples seen) {
        List<String> chosen = new ArrayList<>();
        if (seen.total() >= MIN_HITS) {
            for (String method : seen.hottest(MIN_SHARE, MAX_METHODS_PER_BATCH)) {
                boolean room = hotMethods.size() + chosen.size() < MAX_METHODS;
                if (room && hotMethods.mayTakeOut(method) && !seen.neverLeaves(className(method))) {
                    chosen.add(method);
                }
            }
        }
        return chosen;
    }

    /** Notes that an exception was reported, so that the methods it passed through get their handlers back. */
    void reported(Throwable thrown) {
        if (hotMethods.size() == 0) {
            return;
        }
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < MAX_CAUSES && runsNoUserCode(each); depth++) {
            for (StackTraceElement frame : each.getStackTrace()) {
                note(frame.getClassName() + '.' + frame.getMethodName());
            }
            each = each.getCause();
        }
    }

    private void note(String method) {
        if (hotMethods.contains(method)) {
            synchronized (reported) {
                reported.add(method);
            }
        }
    }

    private static boolean runsNoUserCode(Throwable thrown) {
        try {
            Class<?> type = thrown.getClass();
            return type.getMethod("getStackTrace").getDeclaringClass() == Throwable.class
                    && type.getMethod("getCause").getDeclaringClass().getClassLoader() == null;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** Puts the handlers back that reported exceptions missed. */
    void putBack() throws UnmodifiableClassException {
        List<String> methods;
        synchronized (reported) {
            methods = new ArrayList<>(reported);
            reported.clear();
        }
        if (!methods.isEmpty()) {
            hotMethods.putBack(methods);
            transformAgain(methods);
        }
    }

    private void transformAgain(List<String> methods) throws UnmodifiableClassException {
        Set<String> names = new HashSet<>();
        for (String method : methods) {
            names.add(className(method));
        }
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (names.contains(loaded.getName()) && instrumentation.isModifiableClass(loaded)) {
                classes.add(loaded);
            }
        }
        instrumentation.retransformClasses(classes.toArray(new Class<?>[0]));
    }

    private static String className(String method) {
        return method.substring(0, method.lastIndexOf('.'));
    }
}
