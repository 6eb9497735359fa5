package jpm.cli;

import java.util.List;
import java.util.Map;
import jpm.io.JpmException;
import jpm.live.AgentConnection;
import jpm.live.RunningJvm;
import jpm.store.StoreLocation;
import org.jspecify.annotations.Nullable;

/** Which running JVM a command line means. */
final class LiveArgument {
    static final Flag PID = Flag.taking(
            "p", "pid", "PID|MATCH", "the JVM: a process id, a main class or a jar; not needed where only one listens");

    private LiveArgument() {}

    /** The only JVM that is meant; {@link JpmException} where there is none, or are several. */
    static AgentConnection one(Invocation invocation) {
        List<RunningJvm> listening = listening(invocation);
        if (listening.size() > 1) {
            throw new JpmException(
                    "cannot choose a JVM: " + names(listening) + " are meant",
                    "name one: --pid " + listening.get(0).pid());
        }
        return AgentConnection.to(listening.get(0));
    }

    /** All that are meant, at least one; {@link JpmException} where an agent listens in none. */
    static List<RunningJvm> listening(Invocation invocation) {
        String word = invocation.option("pid");
        List<RunningJvm> found = word == null ? RunningJvm.all() : RunningJvm.matching(word);
        List<RunningJvm> listening =
                found.stream().filter(RunningJvm::isListening).toList();
        if (!listening.isEmpty()) {
            return listening;
        }
        if (found.isEmpty()) {
            throw new JpmException(
                    word == null
                            ? "cannot find a JVM: none runs that this user may see"
                            : "cannot find a JVM: none runs that is called " + Plain.line(word, 60),
                    "start one with -javaagent:$(jpm agent)");
        }
        String user = found.size() == 1 ? found.get(0).foreignUser() : null;
        if (user != null) {
            throw new JpmException(
                    "cannot reach " + names(found) + ": it is of user " + user + ", and only that user and root may",
                    "sudo -u " + user + " jpm " + invocation.command().name() + " …");
        }
        throw new JpmException(
                "cannot reach " + names(found) + ": no agent of jpm listens there",
                "jpm attach " + (found.size() == 1 ? found.get(0).pid() : "PID") + " loads the agent");
    }

    /** The only JVM that a word means; {@link JpmException} where there is none, or are several. */
    static RunningJvm named(String word, Invocation invocation) {
        List<RunningJvm> found = RunningJvm.matching(word);
        if (found.size() == 1) {
            return found.get(0);
        }
        String command = invocation.command().name();
        throw new JpmException(
                found.isEmpty()
                        ? "cannot " + command + ": no JVM runs that is called " + Plain.line(word, 60)
                        : "cannot " + command + ": " + found.size() + " JVMs are called " + Plain.line(word, 60),
                found.isEmpty()
                        ? "name the process: jpm " + command + " PID"
                        : "name one: jpm " + command + " " + found.get(0).pid());
    }

    /** The store that the command line or the environment names for the agent; null where the JVM is to use its own. */
    static @Nullable String store(Invocation invocation) {
        Map<String, String> environment = invocation.console().environment();
        boolean isNamed = invocation.has("store")
                || !environment.getOrDefault("JPM_STORE", "").isEmpty();
        return isNamed
                ? StoreLocation.resolve(invocation.option("store"), environment)
                        .toAbsolutePath()
                        .toString()
                : null;
    }

    private static String names(List<RunningJvm> jvms) {
        return String.join(", ", jvms.stream().limit(10).map(LiveArgument::name).toList());
    }

    static String name(RunningJvm jvm) {
        return jvm.pid() + " (" + Plain.line(jvm.name(), 60) + ")";
    }
}
