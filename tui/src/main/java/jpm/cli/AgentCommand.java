package jpm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jpm.io.JpmException;

/** {@code jpm agent}: where the agent's jar is. */
final class AgentCommand {
    static final Command COMMAND = new Command(
            "agent",
            List.of(),
            "",
            "print the path of the agent's jar",
            "Prints the absolute path of the agent's jar, for -javaagent. Options follow the path: -javaagent:PATH=KEY=VALUE,…; docs/agent.md lists "
                    + "them.",
            CommonFlags.with(List.of()),
            List.of(new Command.Example(
                    "java -javaagent:$(jpm agent) -jar shop.jar", "leave a dump when the program dies")),
            AgentCommand::run);

    private AgentCommand() {}

    private static int run(Invocation invocation) {
        invocation.console().out().println(jar(invocation.console()));
        return ExitCode.DONE;
    }

    /** Throws {@link JpmException} when it is not there. */
    static Path jar(Console console) {
        Path home = home(console);
        Path jar = home.resolve("dumper-agent").resolve("target").resolve("jpm-agent.jar");
        if (!Files.isRegularFile(jar)) {
            throw new JpmException("cannot find the agent: there is no " + jar, "build it: mvn package");
        }
        return jar;
    }

    static Path home(Console console) {
        Path home = console.home();
        if (home == null) {
            throw new JpmException("cannot find the folder of jpm", "start jpm by its launcher");
        }
        return home;
    }
}
