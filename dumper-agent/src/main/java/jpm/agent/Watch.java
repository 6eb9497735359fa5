package jpm.agent;

import java.util.List;
import jpm.agent.start.AgentOptions;
import jpm.agent.start.ApplicationClasses;
import jpm.agent.start.Faults;
import org.jspecify.annotations.Nullable;

/** What the agent looks at once a second besides exceptions: memory that runs short, and, where that is wanted, threads that are stuck. */
final class Watch {
    private final AgentOptions.Watches wanted;
    private final ApplicationClasses classes;
    private final Internals internals;
    private @Nullable MemoryPressure pressure;
    private @Nullable Watchdog watchdog;

    /** Has a dump made that is about no exception. */
    interface Reporter {
        /** @param message what happened, as a sentence */
        void moment(String reason, String trigger, Thread thread, StackTraceElement[] stack, String message);
    }

    Watch(AgentOptions.Watches wanted, ApplicationClasses classes, Internals internals) {
        this.wanted = wanted;
        this.classes = classes;
        this.internals = internals;
    }

    /** To be called once a second, by the agent's own thread. */
    void look(Reporter reporter) {
        try {
            if (wanted.pressurePercent() > 0) {
                lookAtMemory(reporter);
            }
            if (wanted.stuckSeconds() > 0) {
                lookAtThreads(reporter);
            }
        } catch (RuntimeException | LinkageError fault) {
            Faults.swallow(fault);
        }
    }

    private void lookAtMemory(Reporter reporter) {
        MemoryPressure watched = pressure;
        if (watched == null) {
            watched =
                    new MemoryPressure(wanted.pressurePercent(), "/sys/fs/cgroup", HostFacts.text("/proc/self/cgroup"));
            pressure = watched;
        }
        String news = watched.news();
        if (news != null) {
            Runtime runtime = Runtime.getRuntime();
            long heap = runtime.totalMemory() - runtime.freeMemory();
            String message = news + ": the heap has " + (heap >> 20) + " MiB of at most " + (runtime.maxMemory() >> 20);
            reporter.moment("pressure", "MemoryPressure", Thread.currentThread(), new StackTraceElement[0], message);
        }
    }

    private void lookAtThreads(Reporter reporter) {
        Watchdog looking = watchdog;
        if (looking == null) {
            looking = new Watchdog(wanted.stuckSeconds(), classes, internals);
            watchdog = looking;
        }
        List<Watchdog.Finding> news = looking.news();
        for (Watchdog.Finding each : news) {
            reporter.moment("hang", each.trigger(), each.thread(), each.stack(), each.message());
        }
    }
}
