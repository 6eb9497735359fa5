package jpm.live;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import jpm.attach.AttachClient;
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
        Path visibleJar = visibleJar(jvm);
        int feature;
        try {
            feature = attach(jvm, visibleJar, options);
        } catch (JpmException e) {
            if (!visibleJar.equals(jar)) {
                deleteQuietly(Path.of("/proc/" + jvm.pid() + "/root" + visibleJar));
            }
            throw e;
        }
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

    /** The agent's jar as the JVM sees it: where it is, or in a container's folder for temporary files, where a copy of it is made. */
    private Path visibleJar(RunningJvm jvm) {
        Path root = Path.of("/proc", Long.toString(jvm.pid()), "root");
        if (!Files.isReadable(root) || Files.exists(Path.of(root + jar.toString()))) {
            return jar;
        }
        Path name = Path.of("/tmp/jpm-agent-" + Long.toHexString(System.nanoTime()) + ".jar");
        Path copy = Path.of(root + name.toString());
        try {
            if (!Files.isDirectory(root.resolve("tmp"), LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException("/tmp");
            }
            // Not over what is there: it may be a link that the program laid, out of its container.
            Files.copy(jar, copy);
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
            return name;
        } catch (IOException e) {
            deleteQuietly(copy);
            throw new JpmException(
                    "cannot attach to process " + jvm.pid() + ": it is in a container, which has no " + jar
                            + ", and a copy in its /tmp is not possible: " + clause(e),
                    "copy the file to that path in the container, or mount it there",
                    e);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            return;
        }
    }

    /** By the JDK's own client, and where that cannot, as across containers or without its module, by ours. */
    private int attach(RunningJvm jvm, Path visibleJar, String options) {
        if (!visibleJar.equals(jar)) {
            return attachByProtocol(jvm, visibleJar, options);
        }
        String what = "cannot attach to process " + jvm.pid() + ": ";
        VirtualMachine machine = null;
        try {
            machine = VirtualMachine.attach(Long.toString(jvm.pid()));
            int feature = requireSupported(machine.getSystemProperties(), what);
            machine.loadAgent(jar.toString(), options);
            return feature;
        } catch (AgentLoadException | AgentInitializationException e) {
            throw refusal(what, clause(e), e);
        } catch (AttachNotSupportedException | IOException | NoClassDefFoundError e) {
            return attachByProtocol(jvm, jar, options);
        } finally {
            detach(machine);
        }
    }

    private int attachByProtocol(RunningJvm jvm, Path visibleJar, String options) {
        String what = "cannot attach to process " + jvm.pid() + ": ";
        AttachClient client = AttachClient.to(jvm.pid());
        int feature = requireSupported(client.properties(), what);
        String said = client.loadAgent(visibleJar.toString(), options);
        if (!said.isEmpty()) {
            throw refusal(what, said, null);
        }
        return feature;
    }

    private static int requireSupported(Properties properties, String what) {
        int feature = feature(properties);
        if (feature < OLDEST_JDK) {
            throw new JpmException(what + "it is a JDK " + feature, "the agent needs JDK " + OLDEST_JDK + " or later");
        }
        return feature;
    }

    private JpmException refusal(String what, String said, @Nullable Exception cause) {
        if (said.contains("ynamic agent loading")) {
            return failure(
                    what + "the JVM loads no agents while it runs",
                    "start it with -XX:+EnableDynamicAgentLoading, or with -javaagent:$(jpm agent)",
                    cause);
        }
        if (said.contains("instrument was not found") || said.contains("libinstrument")) {
            return failure(
                    what + "its Java runtime has no module java.instrument", "run the program with a whole JDK", cause);
        }
        return failure(
                what + "the JVM refuses the agent: " + said,
                "see what the program printed; it must be able to read " + jar,
                cause);
    }

    private static JpmException failure(String what, String advice, @Nullable Exception cause) {
        return cause == null ? new JpmException(what, advice) : new JpmException(what, advice, cause);
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
