package jpm.verdict;

import java.util.ArrayList;
import java.util.List;
import jpm.analysis.LockReport;
import jpm.debug.DebugFrame;
import jpm.debug.DebugSession;
import jpm.graph.Heap;
import jpm.graph.HeapThread;
import jpm.store.DumpMetadata;
import jpm.verdict.Verdict.Kind;
import org.jspecify.annotations.Nullable;

/** The verdict over threads that did not move: where they stood, and who held what they waited for. */
final class HangVerdict {
    private static final int MAX_DEADLOCKS = 3;

    private final DebugSession session;
    private final DumpMetadata metadata;
    private final List<Evidence> evidence = new ArrayList<>();

    HangVerdict(DebugSession session, DumpMetadata metadata) {
        this.session = session;
        this.metadata = metadata;
    }

    Verdict verdict() {
        String message = metadata.text("message");
        evidence.add(Evidence.known(message == null ? "the watchdog saw a thread that did not move" : message));
        String place = place();
        if (place != null) {
            evidence.add(Evidence.known("it stood " + place));
        }
        Heap heap = session.heap();
        List<LockReport.Deadlock> deadlocks =
                heap == null ? List.of() : LockReport.of(heap).deadlocks();
        deadlocks.stream().limit(MAX_DEADLOCKS).forEach(this::add);
        boolean isDeadlock = "Watchdog.deadlock".equals(metadata.text("trigger"));
        return new Verdict(
                Kind.HANG,
                Sentences.capital(message == null ? "A thread did not move" : message)
                        + (isDeadlock
                                ? "; none of them will ever go on."
                                : place == null ? "." : ": it stood " + place + "."),
                evidence,
                isDeadlock ? adviceOfDeadlock(heap != null) : advice());
    }

    private static List<String> adviceOfDeadlock(boolean hasHeap) {
        return List.of(
                "Take the locks in the same order everywhere, or with a time-out (tryLock).",
                hasHeap
                        ? "See who holds which: jpm open, then deadlock, and thread apply all bt."
                        : "See the stacks: jpm open, then thread apply all bt; with the heap (heap=always) deadlock tells who holds which.");
    }

    private static List<String> advice() {
        return List.of(
                "See what it works on, and whether others wait for it: jpm open, then bt full, info monitors, and thread apply all bt.",
                "Where it stands that long by intent, a larger watchdog=N keeps quiet.");
    }

    /** The innermost frame of the program, and what was called from there. */
    private @Nullable String place() {
        DebugFrame innermost = null;
        for (DebugFrame frame : session.frames()) {
            innermost = innermost == null ? frame : innermost;
            if (!isOfJdk(frame.className())) {
                String calls = frame == innermost ? "" : ", which had called " + innermost.qualifiedMethod();
                return "in " + frame.qualifiedMethod() + " (" + frame.place() + ")" + calls;
            }
        }
        return innermost == null ? null : "in " + innermost.qualifiedMethod();
    }

    private static boolean isOfJdk(String className) {
        return className.startsWith("java.") || className.startsWith("jdk.") || className.startsWith("sun.");
    }

    private void add(LockReport.Deadlock deadlock) {
        int count = deadlock.threads().size();
        for (int i = 0; i < count; i++) {
            LockReport.Lock lock = deadlock.locks().get(i);
            HeapThread owner = deadlock.threads().get((i + 1) % count);
            String text = "thread " + deadlock.threads().get(i).name() + " waits for a "
                    + lock.object().heapClass().name() + " that " + owner.name() + " holds";
            evidence.add(lock.isInferred() ? Evidence.inferred(text) : Evidence.known(text));
        }
    }
}
