package jpm.agent.probe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jpm.agent.Crash;
import jpm.agent.Dumper;
import jpm.agent.Internals;
import jpm.agent.Signature;
import jpm.agent.probe.HitFrame.HitVariable;
import jpm.agent.start.AgentSetup;
import jpm.snapshot.SiteTable;
import jpm.snapshot.SiteTable.Site;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** A hit as a dump in the store; with the heap it holds every captured variable as an object, as that of a crash does. */
public final class HitDump {
    private static final int MAX_REFERENCES = 5;
    private static final int MAX_PRIMITIVES = 4;

    private final AgentSetup setup;
    private final Dumper dumper;

    public HitDump(AgentSetup setup, Internals internals) {
        this.setup = setup;
        this.dumper = new Dumper(setup, internals);
    }

    /** Writes the dump in the thread that hit; its folder, or null where none could be written. */
    public @Nullable Path write(Breakpoint breakpoint, Hit hit) {
        BreakpointSpec spec = breakpoint.spec();
        StackTraceElement[] stack = stack(hit);
        String place = spec.path() + ":" + breakpoint.actualLine();
        Throwable passage = new JpmProbe.Passage(place, stack);
        Crash crash = new Crash(
                passage,
                hit.thread(),
                place,
                Crash.BREAKPOINT,
                Signature.of(Crash.BREAKPOINT, Arrays.copyOf(stack, Math.min(1, stack.length)), setup.classes()),
                hit.epochMillis(),
                spec.heap(),
                spec.heap() ? "the breakpoint asks for it" : "the breakpoint does not ask for it");
        if (spec.heap()) {
            record(passage, hit);
        }
        return dumper.tryWrite(crash, (made, id) -> HitSnapshot.ofDump(breakpoint, hit, made, id));
    }

    private static StackTraceElement[] stack(Hit hit) {
        List<StackTraceElement> stack = new ArrayList<>();
        for (HitFrame frame : hit.frames()) {
            stack.add(
                    new StackTraceElement(frame.type().getName(), frame.method().name(), frame.file(), frame.line()));
        }
        return stack.toArray(new StackTraceElement[0]);
    }

    /** Puts the frames where those of an exception are recorded, so that the heap has them. */
    private void record(Throwable passage, Hit hit) {
        for (HitFrame frame : hit.frames()) {
            List<List<HitVariable>> calls = calls(frame);
            if (frame.whyNoVariables() == null) {
                int site = setup.runtime().registerClass(table(frame, calls).encode(), calls.size());
                for (List<HitVariable> call : calls) {
                    record(passage, site++, call);
                }
            }
        }
    }

    /** The certain variables, spread over as many records as they need. */
    private static List<List<HitVariable>> calls(HitFrame frame) {
        List<List<HitVariable>> calls = new ArrayList<>();
        List<HitVariable> next = new ArrayList<>();
        int references = 0;
        for (HitVariable each : frame.variables()) {
            boolean isPrimitive = each.variable().isPrimitive();
            boolean isFull = isPrimitive ? next.size() - references == MAX_PRIMITIVES : references == MAX_REFERENCES;
            if (isFull) {
                calls.add(next);
                next = new ArrayList<>();
                references = 0;
            }
            if (!(each.value() instanceof Value.Unavailable)) {
                next.add(each);
                references += isPrimitive ? 0 : 1;
            }
        }
        calls.add(next);
        return calls;
    }

    private static SiteTable table(HitFrame frame, List<List<HitVariable>> calls) {
        List<Site> sites = new ArrayList<>();
        List<SiteTable.LineRange> lines =
                frame.line() > 0 ? List.of(new SiteTable.LineRange(frame.line(), frame.line())) : List.of();
        for (List<HitVariable> call : calls) {
            List<SiteTable.Variable> variables =
                    call.stream().map(HitVariable::variable).toList();
            sites.add(new Site(frame.method(), sites.isEmpty() ? 0 : Site.CONTINUATION, 0, 0, lines, variables));
        }
        String file = frame.file();
        return new SiteTable(frame.type().getName(), file == null ? "" : file, sites);
    }

    private static void record(Throwable passage, int site, List<HitVariable> variables) {
        @Nullable Object[] references = new Object[MAX_REFERENCES];
        long[] primitives = new long[MAX_PRIMITIVES];
        int reference = 0;
        int primitive = 0;
        for (HitVariable each : variables) {
            if (each.value() instanceof Value.Primitive value) {
                primitives[primitive++] = value.bits();
            } else {
                references[reference++] = each.object();
            }
        }
        JpmCapture.frame(passage, site, reference, primitive, references, primitives);
    }
}
