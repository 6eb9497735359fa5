package jpm.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.live.AgentConnection;
import jpm.live.AgentLoader;
import jpm.live.CapturedDump;
import jpm.live.RunningJvm;
import org.jspecify.annotations.Nullable;

/** {@code jpm capture}: a dump of a JVM that runs, which goes on. */
final class CaptureCommand {
    private static final String HEAP = "heap";
    private static final String MINI = "mini";

    static final Command COMMAND = new Command(
            "capture",
            List.of(),
            "PID|MATCH",
            "dump a running JVM, which goes on",
            "Has a JVM dump itself as it is, with the reason captured. With --level=heap, the default, the heap is in it, and so what the frames of all "
                    + "threads refer to; the program stands still while the heap is written. With --level=mini the dump has what threads "
                    + "do and what is known of the process, and the program is hardly stopped.\n\n"
                    + "The dump is about the thread that most likely works: one that runs in the application's code, before one that waits there. "
                    + "A JVM without the agent gets it, as by jpm attach, and keeps it. The exit code is 1 when there is no heap though it was wanted: where "
                    + "the disk has no room, say; the dump then has the rest.",
            CommonFlags.with(
                    List.of(
                            Flag.choosing("level", "LEVEL", "how much to dump: mini or heap", MINI, HEAP),
                            OutputFormat.JSON_FLAG,
                            OutputFormat.TEXT_OR_JSON),
                    CommonFlags.STORE,
                    CommonFlags.QUIET),
            List.of(
                    new Command.Example("jpm capture 4242", "a process, with its heap"),
                    new Command.Example("jpm capture shop.jar --level=mini", "what its threads do")),
            CaptureCommand::run);

    private CaptureCommand() {}

    private static int run(Invocation invocation) {
        if (invocation.words().size() != 1) {
            throw new UsageException("cannot capture: one JVM is to be named", "jpm capture PID");
        }
        String level = invocation.option("level");
        String wanted = level == null ? HEAP : level;
        RunningJvm jvm = LiveArgument.named(invocation.words().get(0), invocation);
        AgentConnection agent = AgentConnection.to(jvm.isListening() ? jvm : load(jvm, invocation));
        CapturedDump dump = agent.capture(wanted);
        Console console = invocation.console();
        if (OutputFormat.of(invocation) == OutputFormat.JSON) {
            console.out().println(JsonText.of(data(dump, jvm, wanted)));
        } else {
            console.out().println(Plain.line(text(dump)));
        }
        boolean lacks = wanted.equals(HEAP) && dump.heapBytes() == 0;
        if (lacks && !invocation.quiet()) {
            console.message("-- Notice: the dump has no heap: " + Plain.line(String.valueOf(dump.heapError())) + ".");
        }
        return lacks ? ExitCode.NOTHING_FOUND : ExitCode.DONE;
    }

    private static RunningJvm load(RunningJvm jvm, Invocation invocation) {
        String store = LiveArgument.store(invocation);
        AgentLoader.Outcome outcome = new AgentLoader(AgentCommand.jar(invocation.console()))
                .load(jvm, store == null ? "" : "store=" + store);
        if (outcome.remark() != null && !invocation.quiet()) {
            invocation.console().message("-- Notice: " + outcome.remark() + ".");
        }
        return outcome.jvm();
    }

    private static String text(CapturedDump dump) {
        String heap = dump.heapBytes() == 0 ? "" : ", heap " + Quantity.size(dump.heapBytes());
        return dump.id() + " in " + dump.store() + heap;
    }

    private static Map<String, @Nullable Object> data(CapturedDump dump, RunningJvm jvm, String level) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("id", dump.id());
        data.put("folder", Path.of(dump.store(), dump.id()));
        data.put("pid", jvm.pid());
        data.put("main", jvm.name());
        data.put("level", level);
        data.put("heapBytes", dump.heapBytes());
        data.put("heapError", dump.heapError());
        return data;
    }
}
