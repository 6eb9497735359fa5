package jpm.live;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/** Loads the agent into a JVM that runs without it. */
public final class AgentLoader {
    private static final int OLDEST_JDK = 17;
    private static final int FIRST_WITH_WARNING = 21;
    private static final long PATIENCE_MILLIS = 15_000;
    private static final long POLL_MILLIS = 50;

    private final Path jar;

    /** @param jar the agent's */
    public AgentLoader(Path jar) {
        this.jar = jar.toAbsolutePath();
    }

    /**
     * What loading the agent led to.
     *
     * @param jvm the JVM with its control socket
     * @param wasThere whether an agent listened already, so that nothing was loaded
     * @param remark what the user should know, or null
     */
    public record Outcome(
            RunningJvm jvm, boolean wasThere, @Nullable String remark) {}

    /**
     * Loads the agent and waits until it listens.
     *
     * @param options the agent's, as behind {@code -javaagent:jar=}
     * @throws JpmException that says why it cannot be, and what to do
     */
    public Outcome load(RunningJvm jvm, String options) {
        if (jvm.isListening()) {
            return new Outcome(jvm, true, null);
        }
        requireSameUser(jvm);
        requireAttachable(jvm);
        requireVisibleJar(jvm);
        int feature = attach(jvm, options);
        return new Outcome(awaitSocket(jvm), false, remark(feature));
    }

    private static @Nullable String remark(int feature) {
        return feature < FIRST_WITH_WARNING
                ? null
                : "JDK " + feature
                        + " warns on the program's stderr that an agent was loaded; -XX:+EnableDynamicAgentLoading on its command line "
                        + "silences that, and will be needed by a later JDK";
    }

    private static void requireSameUser(RunningJvm jvm) {
        String user = jvm.foreignUser();
        if (user != null) {
            throw new JpmException(
                    "cannot attach to process " + jvm.pid() + ": it is of user " + user
                            + ", and only that user and root may",
                    "sudo -u " + user + " jpm attach " + jvm.pid());
        }
    }

    /** A JVM that does not let attach prints its threads when it is asked to. */
    private static void requireAttachable(RunningJvm jvm) {
        if (hasFlag(jvm, "+DisableAttachMechanism")) {
            throw new JpmException(
                    "cannot attach to process " + jvm.pid() + ": it runs with -XX:+DisableAttachMechanism",
                    "start it without that flag, or with -javaagent:$(jpm agent)");
        }
        if (hasFlag(jvm, "-EnableDynamicAgentLoading")) {
            throw new JpmException(
                    "cannot attach to process " + jvm.pid() + ": it runs with -XX:-EnableDynamicAgentLoading",
                    "start it without that flag, or with -javaagent:$(jpm agent)");
        }
    }

    private static boolean hasFlag(RunningJvm jvm, String flag) {
        String opposite = (flag.startsWith("+") ? "-" : "+") + flag.substring(1);
        String words = " " + words(jvm, "environ") + " " + words(jvm, "cmdline") + " ";
        return words.lastIndexOf(" -XX:" + flag + " ") > words.lastIndexOf(" -XX:" + opposite + " ");
    }

    private static String words(RunningJvm jvm, String file) {
        try {
            String text =
                    Files.readString(Path.of("/proc", Long.toString(jvm.pid()), file), StandardCharsets.ISO_8859_1);
            StringBuilder words = new StringBuilder();
            for (String word : text.split("\0", -1)) {
                boolean isOptions = word.matches("(?s)(JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS)=.*");
                if (file.equals("cmdline") || isOptions) {
                    words.append(isOptions ? word.substring(word.indexOf('=') + 1) : word)
                            .append(' ');
                }
            }
            return words.toString();
        } catch (IOException unreadable) {
            return "";
        }
    }

    private void requireVisibleJar(RunningJvm jvm) {
        Path root = Path.of("/proc", Long.toString(jvm.pid()), "root");
        Path there = Path.of(root + jar.toString());
        if (Files.isReadable(root) && !Files.exists(there)) {
            throw new JpmException(
                    "cannot attach to process " + jvm.pid() + ": it is in a container, which has no " + jar,
                    "copy the file to that path in the container, or mount it there");
        }
    }

    private int attach(RunningJvm jvm, String options) {
        String what = "cannot attach to process " + jvm.pid() + ": ";
        VirtualMachine machine = null;
        try {
            machine = VirtualMachine.attach(Long.toString(jvm.pid()));
            int feature = feature(machine.getSystemProperties());
            if (feature < OLDEST_JDK) {
                throw new JpmException(
                        what + "it is a JDK " + feature, "the agent needs JDK " + OLDEST_JDK + " or later");
            }
            machine.loadAgent(jar.toString(), options);
            return feature;
        } catch (AttachNotSupportedException e) {
            throw new JpmException(what + clause(e), notAttachable(e), e);
        } catch (AgentLoadException | AgentInitializationException e) {
            throw refusal(what, e);
        } catch (IOException e) {
            throw new JpmException(what + clause(e), "try again; a JVM that hangs or ends does not answer", e);
        } catch (NoClassDefFoundError e) {
            throw new JpmException(what + "this Java runtime has no module jdk.attach", "run jpm with a JDK", e);
        } finally {
            detach(machine);
        }
    }

    private static String notAttachable(AttachNotSupportedException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("does not support the attach mechanism")
                ? "it may run with -XX:+DisableAttachMechanism: start it without that flag, or with -javaagent:$(jpm agent)"
                : "a JVM that hangs or is of another kind does not answer; its own user may see more";
    }

    private JpmException refusal(String what, Exception e) {
        String message = clause(e);
        if (message.contains("ynamic agent loading")) {
            return new JpmException(
                    what + "the JVM loads no agents while it runs",
                    "start it with -XX:+EnableDynamicAgentLoading, or with -javaagent:$(jpm agent)",
                    e);
        }
        if (message.contains("instrument was not found") || message.contains("libinstrument")) {
            return new JpmException(
                    what + "its Java runtime has no module java.instrument", "run the program with a whole JDK", e);
        }
        return new JpmException(
                what + "the JVM refuses the agent: " + message,
                "see what the program printed; it must be able to read " + jar,
                e);
    }

    private static String clause(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static int feature(Properties properties) {
        String version =
                properties.getProperty("java.specification.version", "0").toLowerCase(Locale.ROOT);
        try {
            return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static void detach(@Nullable VirtualMachine machine) {
        try {
            if (machine != null) {
                machine.detach();
            }
        } catch (IOException gone) {
            return;
        }
    }

    private static RunningJvm awaitSocket(RunningJvm jvm) {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (System.nanoTime() - deadline < 0) {
            RunningJvm now = RunningJvm.ofProcess(jvm.pid());
            if (now.isListening()) {
                return now;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(POLL_MILLIS * 1_000_000);
        }
        throw new JpmException(
                "cannot reach the agent in process " + jvm.pid() + ": it was loaded and does not listen",
                "see what the program printed on stderr; JPM_DISABLE or disable=yes may be set");
    }
}
