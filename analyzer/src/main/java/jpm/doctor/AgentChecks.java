package jpm.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Whether the agent is there, whole and switched on, and whether the JVM starts with it. */
final class AgentChecks {
    private static final String AGENT = "agent";
    private static final String ADD = "start the JVM with -javaagent:$(jpm agent), or set JAVA_TOOL_OPTIONS to that";
    private static final String PREMAIN = "jpm.agent.Agent";
    private static final int OLDEST_JDK = 17;

    private AgentChecks() {}

    /** The last -javaagent option that names jpm's agent, {@code JAR=OPTIONS}; null where none does. */
    static @Nullable String agentOption(Patient patient) {
        String found = null;
        for (String option : patient.flags().allAfter("-javaagent:")) {
            found = isOurs(option, patient) ? option : found;
        }
        return found;
    }

    private static boolean isOurs(String option, Patient patient) {
        String jar = jarOf(option);
        String premain = premainClass(patient.place(jar));
        return premain == null ? jar.matches("(.*/)?jpm-agent[^/]*\\.jar") : premain.equals(PREMAIN);
    }

    private static String jarOf(String option) {
        int equals = option.indexOf('=');
        return equals < 0 ? option : option.substring(0, equals);
    }

    private static @Nullable String premainClass(Place jar) {
        if (!Files.isRegularFile(jar.here())) {
            return null;
        }
        try (JarFile file = new JarFile(jar.here().toFile())) {
            Manifest manifest = file.getManifest();
            return manifest == null ? "" : manifest.getMainAttributes().getValue("Premain-Class");
        } catch (IOException unreadable) {
            return null;
        }
    }

    static List<Finding> presence(Patient patient) {
        String option = agentOption(patient);
        if (option != null) {
            return List.of(switchedOn("-javaagent:" + option, patient));
        }
        String attached = patient.openFiles().stream()
                .filter(file -> file.matches(".*/jpm-agent[^/]*\\.jar"))
                .findFirst()
                .orElse(null);
        if (attached != null) {
            return List.of(Finding.advice(
                    AGENT,
                    "The agent came into the running JVM: classes that were loaded before have no locals, and the next start is without it.",
                    attached + " is open",
                    ADD));
        }
        return List.of(Finding.problem(
                AGENT,
                "No agent: an uncaught exception leaves no dump.",
                "no -javaagent option names jpm's agent",
                ADD));
    }

    private static Finding switchedOn(String option, Patient patient) {
        return AgentSettings.of(patient).isOn("disable")
                ? Finding.problem(
                        AGENT, "The agent is switched off.", "disable, -Djpm.disable or JPM_DISABLE", "take that away")
                : Finding.fine(AGENT, "The agent is there.", option);
    }

    static List<Finding> jar(Patient patient) {
        String option = agentOption(patient);
        if (option == null) {
            return List.of();
        }
        Place jar = patient.place(jarOf(option));
        if (!jar.exists()) {
            return List.of(Finding.problem(
                    "agent-jar",
                    "The JVM will not start: the agent's jar is not there.",
                    jar + " does not exist",
                    "name the path that jpm agent prints"));
        }
        return jar.isReadable()
                ? List.of(Finding.fine("agent-jar", "The agent's jar can be read.", jar.toString()))
                : List.of(Finding.problem(
                        "agent-jar",
                        "The JVM will not start: it may not read the agent's jar.",
                        "user " + patient.credentials().uid() + " may not read " + jar,
                        "chmod a+r, and a+x on the folders above"));
    }

    static List<Finding> jdk(Patient patient) {
        Place home = home(patient);
        String release = home == null ? null : JavaCommand.read(home.here(), "release");
        String version = release == null ? null : value("JAVA_VERSION", release);
        if (release == null || version == null) {
            return List.of();
        }
        String evidence = home + "/release: JAVA_VERSION=" + version;
        String feature = version.replaceFirst("^1\\.", "").replaceFirst("\\D.*", "");
        if (!feature.isEmpty() && Integer.parseInt(feature) < OLDEST_JDK) {
            return List.of(Finding.problem(
                    "jdk", "The agent does not run on this JDK.", evidence, "run the program on JDK 17 or later"));
        }
        String variant = value("JVM_VARIANT", release);
        return "OpenJ9".equalsIgnoreCase(variant)
                ? List.of(Finding.problem(
                        "jdk", "The agent does not run on OpenJ9.", home + "/release", "run the program on HotSpot"))
                : List.of(Finding.fine("jdk", "The agent runs on this JDK.", evidence));
    }

    private static @Nullable String value(String key, String release) {
        for (String line : release.split("\n", -1)) {
            if (line.startsWith(key + "=")) {
                return line.substring(key.length() + 1).replace("\"", "").trim();
            }
        }
        return null;
    }

    /** The folder of the JDK: above {@code bin/java}, followed to where it is. */
    private static @Nullable Place home(Patient patient) {
        String java = patient.command().java();
        if (java.contains("/")) {
            return patient.place(java).parent().parent();
        }
        for (String folder : patient.variable("PATH").split(":", -1)) {
            Place candidate = patient.place(folder + "/" + java);
            if (!folder.isEmpty() && candidate.exists()) {
                return candidate.parent().parent();
            }
        }
        return null;
    }

    /** Archives of classes that do not go with agents. */
    static List<Finding> archives(Patient patient) {
        JvmFlags flags = patient.flags();
        if (flags.allAfter("-javaagent:").isEmpty()) {
            return List.of();
        }
        String dumped = flags.value("ArchiveClassesAtExit");
        if (dumped != null && !flags.isOn("AllowArchivingWithJavaAgent", false)) {
            return List.of(Finding.problem(
                    "archive",
                    "The JVM will not start: it makes no archive of classes beside an agent.",
                    "-XX:ArchiveClassesAtExit=" + dumped,
                    "make the archive in a run without the agent"));
        }
        String cache = flags.value("AOTCache");
        if (cache == null) {
            return List.of();
        }
        boolean mustUse = "on".equals(flags.value("AOTMode"));
        String evidence = "-XX:AOTCache=" + cache + (mustUse ? " -XX:AOTMode=on" : "");
        return List.of(
                mustUse
                        ? Finding.problem(
                                "archive",
                                "The JVM will not start: a cache with linked classes does not go with an agent.",
                                evidence,
                                "take -XX:AOTMode=on away")
                        : Finding.advice(
                                "archive",
                                "The cache of classes is not used beside an agent if it was made without: the start takes longer.",
                                evidence,
                                "make the cache in a run with the agent"));
    }

    static List<Finding> heapPolicy(Patient patient) {
        boolean lacksHeap =
                agentOption(patient) != null && !AgentSettings.of(patient).wantsHeap();
        return lacksHeap
                ? List.of(Finding.advice(
                        "heap",
                        "Dumps have no heap: objects behind variables are cut off.",
                        "heap=never",
                        "leave it out; heap=first is the default"))
                : List.of();
    }
}
