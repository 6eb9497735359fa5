package jpm.cli;

import java.util.ArrayList;
import java.util.List;
import jpm.live.AgentLoader;
import jpm.live.RunningJvm;

/** {@code jpm attach}: loads the agent into a JVM that runs. */
final class AttachCommand {
    static final Command COMMAND = new Command(
            "attach",
            List.of(),
            "PID|MATCH [KEY=VALUE…]",
            "load the agent into a running JVM",
            "Loads the agent into a JVM that was started without it; KEY=VALUE are its options, as docs/agent.md lists them. From then on failures leave "
                    + "dumps, and jpm break and jpm log work. Classes that are loaded already get no locals of exceptions; breakpoints have them everywhere. "
                    + "Dumps go to the JVM's own store, or to the one that --store or JPM_STORE names.\n\n"
                    + "Only the JVM's user and root can attach. A JVM with -XX:+DisableAttachMechanism refuses, as does one without "
                    + "-XX:+EnableDynamicAgentLoading where its JDK no longer allows that by default; JDK 21 and later print a warning on the program's stderr.",
            CommonFlags.with(List.of(), CommonFlags.STORE, CommonFlags.QUIET),
            List.of(
                    new Command.Example("jpm attach 4242", "a process"),
                    new Command.Example("jpm attach shop.jar heap=never", "a program, with an option of the agent")),
            AttachCommand::run);

    private AttachCommand() {}

    private static int run(Invocation invocation) {
        if (invocation.words().isEmpty()) {
            throw new UsageException("cannot attach: no JVM is named", "jpm attach PID");
        }
        String word = invocation.words().get(0);
        RunningJvm jvm = LiveArgument.named(word, invocation);
        AgentLoader.Outcome outcome =
                new AgentLoader(AgentCommand.jar(invocation.console())).load(jvm, options(invocation));
        Console console = invocation.console();
        console.out()
                .println((outcome.wasThere() ? "The agent was already in " : "The agent is in ")
                        + LiveArgument.name(jvm));
        if (outcome.remark() != null && !invocation.quiet()) {
            console.message("-- Notice: " + outcome.remark() + ".");
        }
        return ExitCode.DONE;
    }

    private static String options(Invocation invocation) {
        List<String> options =
                new ArrayList<>(invocation.words().subList(1, invocation.words().size()));
        for (String option : options) {
            if (option.indexOf('=') < 1 || option.indexOf(',') >= 0) {
                throw new UsageException(
                        "cannot use " + Plain.line(option, 60) + ": an option of the agent is KEY=VALUE",
                        "jpm attach PID heap=never");
            }
        }
        String store = LiveArgument.store(invocation);
        if (store != null) {
            options.add(0, "store=" + store);
        }
        return String.join(",", options);
    }
}
