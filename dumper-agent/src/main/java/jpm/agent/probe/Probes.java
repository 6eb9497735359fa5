package jpm.agent.probe;

import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import jpm.agent.ClassFiles;
import jpm.agent.Internals;
import jpm.agent.ProbeRuntime;
import jpm.agent.start.AgentSetup;
import jpm.agent.start.Faults;
import jpm.expr.ExpressionException;
import org.jspecify.annotations.Nullable;

/**
 * All breakpoints and logpoints of this process. Setting one puts code into the classes that have its line, now or when they are loaded; without any,
 * every class is as it was.
 */
public final class Probes {
    private static final int MAX_BREAKPOINTS = 500;
    private static final int MAX_FINAL = 200;
    private static final int MAX_NAMESAKES = 5;

    private final AgentSetup setup;
    private final LoadedClasses classes;
    private final RunningCode code;
    private final HitRecorder recorder;
    private final LiveFields fields;
    private final ProbeWorker worker = new ProbeWorker();
    private final LeakyBucket costOfAll = CostQuota.ofAll();
    private final LogQuota.Shared logsOfAll = LogQuota.ofAll();
    private final Map<String, Breakpoint> breakpoints = new LinkedHashMap<>();
    private @Nullable ProbeTransformer transformer;

    /** @param internals opened */
    public Probes(AgentSetup setup, Internals internals) {
        this.setup = setup;
        this.classes = new LoadedClasses(setup.instrumentation());
        this.code = new RunningCode(
                classes, setup.classes(), setup.options().throwing().isWanted());
        this.fields = new LiveFields(internals);
        this.recorder = new HitRecorder(internals, classes, code, new ProgramLog(classes), this::finish);
    }

    /**
     * Sets a breakpoint. It comes back final where it cannot work.
     *
     * @throws IllegalArgumentException when there are too many, or one of that id
     */
    public Breakpoint add(BreakpointSpec spec, BreakpointListener listener) {
        Breakpoint breakpoint;
        try {
            breakpoint = breakpoint(spec, listener);
        } catch (ExpressionException e) {
            return failed(spec, listener, String.valueOf(e.getMessage()));
        }
        synchronized (this) {
            admit(breakpoint);
            if (spec.line() < 1) {
                finish(breakpoint, ProbeStatus.error(ProbeStatus.LOCATION, "Invalid line number $0", "" + spec.line()));
                return breakpoint;
            }
            worker.at(spec.expiresMillis(), () -> expire(breakpoint));
            watch();
            resolve(breakpoint);
        }
        return breakpoint;
    }

    private Breakpoint breakpoint(BreakpointSpec spec, BreakpointListener listener) {
        return new Breakpoint(spec, listener, CostQuota.within(costOfAll), LogQuota.within(logsOfAll));
    }

    private Breakpoint failed(BreakpointSpec spec, BreakpointListener listener, String why) {
        BreakpointSpec harmless = new BreakpointSpec(
                spec.id(),
                spec.path(),
                spec.line(),
                null,
                spec.expressions(),
                spec.log(),
                spec.hits(),
                spec.heap(),
                spec.createdMillis(),
                spec.expiresMillis(),
                spec.labels());
        Breakpoint breakpoint = breakpoint(harmless, listener);
        synchronized (this) {
            admit(breakpoint);
            finish(breakpoint, ProbeStatus.error(ProbeStatus.CONDITION, why.replace("$", "$$")));
        }
        return breakpoint;
    }

    private void admit(Breakpoint breakpoint) {
        forgetOldFinal();
        if (breakpoints.size() >= MAX_BREAKPOINTS) {
            throw new IllegalArgumentException("there are " + MAX_BREAKPOINTS + " breakpoints already");
        }
        if (breakpoints.putIfAbsent(breakpoint.spec().id(), breakpoint) != null) {
            throw new IllegalArgumentException(
                    "there is a breakpoint " + breakpoint.spec().id() + " already");
        }
    }

    private void forgetOldFinal() {
        List<String> done = new ArrayList<>();
        for (Breakpoint each : breakpoints.values()) {
            if (!each.isOpen()) {
                done.add(each.spec().id());
            }
        }
        for (int i = 0; i < done.size() - MAX_FINAL; i++) {
            breakpoints.remove(done.get(i));
        }
    }

    /** Takes a breakpoint away without a word to its listener; false where there is none of that id. */
    public boolean remove(String id) {
        Breakpoint removed;
        synchronized (this) {
            removed = breakpoints.remove(id);
        }
        if (removed == null) {
            return false;
        }
        removed.finish(null);
        takeOut(removed);
        return true;
    }

    /** The breakpoint of an id, or null. */
    public synchronized @Nullable Breakpoint find(String id) {
        return breakpoints.get(id);
    }

    /** All breakpoints in the order in which they were set; final ones are remembered for a while. */
    public synchronized List<Breakpoint> all() {
        return List.copyOf(breakpoints.values());
    }

    /** The source files of that name in other folders, of which classes are loaded: one of them may be meant. */
    public List<String> namesakes(Breakpoint breakpoint) {
        TreeSet<String> found = new TreeSet<>();
        SourcePlace place = breakpoint.place();
        for (Class<?> type : setup.instrumentation().getAllLoadedClasses()) {
            String name = type.getName().replace('.', '/');
            if (isOfProgram(type) && place.isLikely(name) && !place.mayHold(name) && found.size() < MAX_NAMESAKES) {
                found.add(place.in(name));
            }
        }
        return List.copyOf(found);
    }

    private static boolean isOfProgram(Class<?> type) {
        return type.getClassLoader() != null && !type.isArray() && !type.isHidden() && !isOwn(type);
    }

    private void expire(Breakpoint breakpoint) {
        String what = breakpoint.spec().isLog() ? "logpoint" : "snapshot";
        finish(breakpoint, ProbeStatus.error(ProbeStatus.AGE, "The " + what + " has expired"));
    }

    /** Ends a breakpoint; its code is taken out soon, in another thread than a program's. */
    private void finish(Breakpoint breakpoint, @Nullable ProbeStatus why) {
        if (breakpoint.finish(why)) {
            worker.soon(() -> {
                takeOut(breakpoint);
                breakpoint.listener().finished(breakpoint);
            });
        }
    }

    // Code in classes.

    private void watch() {
        if (transformer == null) {
            ProbeRuntime.define(setup.instrumentation());
            recorder.warmUp();
            ProbeTransformer made = new ProbeTransformer(recorder, code, fields, this::loaded);
            setup.instrumentation().addTransformer(made, true);
            transformer = made;
        }
        publish();
    }

    /** Tells the transformer which breakpoints are open; without any it goes. */
    private synchronized void publish() {
        List<Breakpoint> open = new ArrayList<>();
        for (Breakpoint each : breakpoints.values()) {
            if (each.isOpen()) {
                open.add(each);
            }
        }
        ProbeTransformer known = transformer;
        if (known != null) {
            known.setBreakpoints(open);
        }
    }

    private synchronized void resolve(Breakpoint breakpoint) {
        if (!breakpoint.isOpen()) {
            return;
        }
        List<Class<?>> candidates = candidates(breakpoint, true);
        transform(candidates);
        if (breakpoint.knownLines().isEmpty()) {
            candidates = candidates(breakpoint, false);
            transform(candidates);
        }
        if (breakpoint.knownLines().isEmpty()) {
            return;
        }
        if (!breakpoint.isPlaced()) {
            moveOn(breakpoint, candidates);
        }
        activate(breakpoint);
    }

    private void activate(Breakpoint breakpoint) {
        if (breakpoint.isPlaced() && breakpoint.activate()) {
            worker.soon(() -> breakpoint.listener().changed(breakpoint));
        }
    }

    /** The line has no code in what is loaded: the next one that has is watched, unless a class yet to come has this one. */
    private void moveOn(Breakpoint breakpoint, List<Class<?>> candidates) {
        TreeSet<Integer> lines = new TreeSet<>(breakpoint.knownLines());
        addLinesToCome(breakpoint, candidates, lines);
        Integer next = lines.ceiling(breakpoint.spec().line());
        if (next == null) {
            finish(
                    breakpoint,
                    ProbeStatus.error(
                            ProbeStatus.LOCATION,
                            "No code found at line $0",
                            Integer.toString(breakpoint.spec().line())));
        } else {
            breakpoint.moveTo(next);
            transform(candidates);
        }
    }

    private void addLinesToCome(Breakpoint breakpoint, List<Class<?>> candidates, TreeSet<Integer> lines) {
        for (Class<?> type : candidates) {
            try {
                byte[] file = classes.file(type);
                for (String mate :
                        file == null ? List.<String>of() : ClassLines.of(file).nestMates()) {
                    byte[] nested = isLoaded(mate, candidates) ? null : ClassFiles.bytes(type, mate);
                    if (nested != null) {
                        lines.addAll(ClassLines.of(nested).lines());
                    }
                }
            } catch (RuntimeException damaged) {
                Faults.swallow(damaged);
            }
        }
    }

    private static boolean isLoaded(String internalName, List<Class<?>> loaded) {
        String name = internalName.replace('/', '.');
        for (Class<?> type : loaded) {
            if (type.getName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The loaded classes that may be from the breakpoint's source.
     *
     * @param likely only those whose names fit, else only the others
     */
    private List<Class<?>> candidates(Breakpoint breakpoint, boolean likely) {
        List<Class<?>> found = new ArrayList<>();
        for (Class<?> type : setup.instrumentation().getAllLoadedClasses()) {
            if (isOfProgram(type)) {
                String name = type.getName().replace('.', '/');
                boolean fits =
                        breakpoint.place().mayHold(name) && breakpoint.place().isLikely(name) == likely;
                if (fits && setup.instrumentation().isModifiableClass(type)) {
                    found.add(type);
                }
            }
        }
        return found;
    }

    private static boolean isOwn(Class<?> type) {
        return type.getName().startsWith("jpm.agent.");
    }

    private void transform(Collection<Class<?>> types) {
        if (types.isEmpty()) {
            return;
        }
        try {
            setup.instrumentation().retransformClasses(types.toArray(new Class<?>[0]));
        } catch (UnmodifiableClassException | LinkageError | RuntimeException e) {
            Faults.swallow(e);
            oneByOne(types);
        }
    }

    /** One class that cannot be changed keeps no other from it. */
    private void oneByOne(Collection<Class<?>> types) {
        for (Class<?> type : types) {
            try {
                setup.instrumentation().retransformClasses(type);
            } catch (UnmodifiableClassException | LinkageError | RuntimeException e) {
                Faults.swallow(e);
            }
        }
    }

    /** A class that a breakpoint may be in was loaded. */
    private void loaded(Breakpoint breakpoint) {
        worker.soon(() -> resolve(breakpoint));
    }

    private void takeOut(Breakpoint breakpoint) {
        synchronized (this) {
            publish();
            boolean wasPlaced = breakpoint.isPlaced();
            breakpoint.removeSites();
            if (wasPlaced) {
                List<Class<?>> types = candidates(breakpoint, true);
                types.addAll(candidates(breakpoint, false));
                types.removeIf(type -> !code.isChanged(type));
                transform(types);
            }
            ProbeTransformer known = transformer;
            if (known != null && known.isIdle()) {
                setup.instrumentation().removeTransformer(known);
                transformer = null;
            }
        }
    }
}
