package jpm.agent.probe;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import jpm.agent.Visibility;
import jpm.agent.instrument.CaptureRuntime;
import jpm.agent.start.Faults;
import jpm.expr.QuickTest;
import org.jspecify.annotations.Nullable;

/** Puts probes into classes that are loaded or transformed anew. It takes no locks: any thread of the program's may load a class. */
final class ProbeTransformer implements ClassFileTransformer {
    private final HitRecorder recorder;
    private final RunningCode code;
    private final QuickTest.Fields fields;
    private final Consumer<Breakpoint> loaded;
    private volatile Breakpoint[] breakpoints = {};

    /** @param loaded is told of each breakpoint whose source a class that is being loaded is from */
    ProbeTransformer(HitRecorder recorder, RunningCode code, QuickTest.Fields fields, Consumer<Breakpoint> loaded) {
        this.recorder = recorder;
        this.code = code;
        this.fields = fields;
        this.loaded = loaded;
    }

    void setBreakpoints(List<Breakpoint> open) {
        breakpoints = open.toArray(new Breakpoint[0]);
    }

    boolean isIdle() {
        return breakpoints.length == 0;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String internalName,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (loader == null || internalName == null || internalName.startsWith("jpm/agent/")) {
            return null;
        }
        try {
            List<Breakpoint> concerned = concerned(internalName);
            byte[] changed = concerned.isEmpty() ? null : write(loader, redefined == null, concerned, classFile);
            if (redefined != null || changed != null) {
                code.changed(loader, internalName, changed);
            }
            return changed;
        } catch (Throwable fault) {
            Faults.swallow(fault);
            return null;
        }
    }

    private List<Breakpoint> concerned(String internalName) {
        List<Breakpoint> concerned = new ArrayList<>(0);
        for (Breakpoint each : breakpoints) {
            if (each.isOpen() && each.place().mayHold(internalName)) {
                concerned.add(each);
            }
        }
        return concerned;
    }

    private byte @Nullable [] write(ClassLoader loader, boolean isNew, List<Breakpoint> candidates, byte[] classFile) {
        ClassLines lines = ClassLines.of(classFile);
        List<Breakpoint> here = new ArrayList<>();
        for (Breakpoint each : candidates) {
            if (each.place().isFile(lines.sourceFile())) {
                each.knownLines().addAll(lines.lines());
                here.add(each);
                if (isNew) {
                    loaded.accept(each);
                }
            }
        }
        return here.isEmpty() || !CaptureRuntime.isVisibleTo(loader)
                ? null
                : ProbeWriter.write(classFile, lines.sourceFile(), new Plan(loader, here));
    }

    /** The probes of some breakpoints in one class. */
    private final class Plan implements ProbeWriter.Plan {
        private final ClassLoader loader;
        private final List<Breakpoint> here;

        Plan(ClassLoader loader, List<Breakpoint> here) {
            this.loader = loader;
            this.here = here;
        }

        @Override
        public boolean includes(int line) {
            for (Breakpoint each : here) {
                if (each.actualLine() == line) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public List<ProbeCall> at(LineSite site) {
            List<ProbeCall> calls = new ArrayList<>();
            for (Breakpoint each : here) {
                if (each.actualLine() == site.line()) {
                    calls.add(call(each, site));
                }
            }
            return calls;
        }

        /** Equal places share one probe: an activation of the code before still asks it, and a class may be transformed often. */
        private ProbeCall call(Breakpoint breakpoint, LineSite site) {
            String key = System.identityHashCode(loader) + " " + site;
            return breakpoint.sites().computeIfAbsent(key, any -> made(breakpoint, site));
        }

        private ProbeCall made(Breakpoint breakpoint, LineSite site) {
            // A quick condition reads fields without asking whether they may be seen.
            QuickCondition quick = breakpoint.listener().visibility() == Visibility.ALL
                    ? QuickCondition.at(site, breakpoint.condition(), fields)
                    : null;
            int id = JpmProbe.add(new Site(breakpoint, site, recorder, quick));
            return new ProbeCall(
                    id, quick == null ? List.of() : quick.references(), quick == null ? List.of() : quick.primitives());
        }
    }
}
