package jpm.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jpm.analysis.LockReport;
import jpm.graph.Heap;
import jpm.graph.HeapObject;
import jpm.graph.HeapThread;

/** Locks, who holds them, and who waits. */
final class LockCommands {
    private static final String INFERRED = "  (owner inferred from what the frames refer to)";

    private final DebugSession session;

    LockCommands(DebugSession session) {
        this.session = session;
    }

    void addSubjects(SessionCommands info) {
        info.addSubject("monitors", "locks with their owners and who waits", arguments -> monitors());
    }

    void addTo(List<DebugCommand> commands) {
        commands.add(DebugCommand.saying(
                new CommandHelp(
                        "deadlock",
                        List.of(),
                        "threads",
                        "deadlock",
                        "threads that wait for each other",
                        "Finds circles of threads each of which waits for a lock that the next one holds. Owners of java.util.concurrent's locks are "
                                + "certain; those of monitors are inferred from what the frames refer to, which is said.",
                        List.of()),
                arguments -> deadlock()));
    }

    private LockReport report() {
        Heap heap = session.heap();
        if (heap == null) {
            throw new CommandException("No heap: this dump does not tell who holds which lock.");
        }
        return LockReport.of(heap);
    }

    private String monitors() {
        StringBuilder out = new StringBuilder();
        for (LockReport.Lock lock : report().locks()) {
            boolean isIdle = lock.owners().isEmpty()
                    && lock.waiting().isEmpty()
                    && lock.notified().isEmpty();
            out.append(name(lock.object())).append(isIdle ? "  busy" : "").append('\n');
            append(out, "held by", lock.owners(), lock.isInferred() ? INFERRED : "");
            append(out, "awaited by", lock.waiting(), "");
            append(out, "waited in by", lock.notified(), "");
        }
        return out.length() == 0 ? "No locks that are held or waited for.\n" : out.toString();
    }

    private void append(StringBuilder out, String what, List<HeapThread> threads, String note) {
        if (!threads.isEmpty()) {
            out.append(String.format("    %-12s ", what))
                    .append(threads.stream().map(this::name).collect(Collectors.joining(", ")))
                    .append(note)
                    .append('\n');
        }
    }

    private String name(HeapObject object) {
        return FrameText.clean(session.texts().address(object.id()));
    }

    /** As the debugger numbers it. */
    private String name(HeapThread thread) {
        int number = session.numberOf(thread.id());
        String name = FrameText.clean(thread.name());
        return number == 0 ? name : "thread " + number + " (" + name + ")";
    }

    private String deadlock() {
        List<LockReport.Deadlock> deadlocks = report().deadlocks();
        StringBuilder out = new StringBuilder();
        for (LockReport.Deadlock deadlock : deadlocks) {
            out.append(out.length() == 0 ? "" : "\n").append(text(deadlock));
        }
        return out.length() == 0 ? "No deadlock.\n" : out.toString();
    }

    private String text(LockReport.Deadlock deadlock) {
        List<String> lines = new ArrayList<>();
        int count = deadlock.threads().size();
        lines.add("Deadlock of " + count + (count == 1 ? " thread:" : " threads:"));
        for (int i = 0; i < count; i++) {
            LockReport.Lock lock = deadlock.locks().get(i);
            lines.add("  " + name(deadlock.threads().get(i)) + " waits for " + name(lock.object()));
            lines.add("    held by " + name(deadlock.threads().get((i + 1) % count))
                    + (lock.isInferred() ? INFERRED : ""));
        }
        return String.join("\n", lines) + "\n";
    }
}
