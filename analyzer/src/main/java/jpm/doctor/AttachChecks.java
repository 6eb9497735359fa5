package jpm.doctor;

import java.util.List;

/** Whether a dump can be asked for, and whether the end of the JVM is told to it. */
final class AttachChecks {
    private AttachChecks() {}

    static List<Finding> attach(Patient patient) {
        if (patient.flags().isOn("DisableAttachMechanism", false)) {
            return List.of(Finding.problem(
                    "attach",
                    "No dump can be had on demand: the JVM refuses jpm, jcmd and jmap.",
                    "-XX:+DisableAttachMechanism",
                    "take it away"));
        }
        Place temporary = patient.place("/tmp");
        String why = temporary.isFolder() ? temporary.whyUnwritable() : "/tmp does not exist";
        return List.of(
                why == null
                        ? Finding.fine(
                                "attach", "A dump can be asked for.", "attaching is not disabled, /tmp can be written")
                        : Finding.advice(
                                "attach",
                                "No dump can be had on demand: the JVM makes its socket in /tmp, whatever java.io.tmpdir is.",
                                why,
                                "mount a small writable /tmp; jpm k8s init does"));
    }

    static List<Finding> lateAgent(Patient patient) {
        boolean isRefused = !patient.flags().isOn("EnableDynamicAgentLoading", true);
        return isRefused && AgentChecks.agentOption(patient) == null
                ? List.of(Finding.advice(
                        "late-agent",
                        "The agent cannot be added to the running JVM.",
                        "-XX:-EnableDynamicAgentLoading",
                        "start with -javaagent:$(jpm agent)"))
                : List.of();
    }

    static List<Finding> signals(Patient patient) {
        boolean isReduced =
                patient.flags().words().contains("-Xrs") || patient.flags().isOn("ReduceSignalUsage", false);
        return isReduced
                ? List.of(Finding.problem(
                        "signals",
                        "A stop from outside ends the JVM at once: what it has in hand, a dump being written too, is lost.",
                        "-Xrs",
                        "take it away"))
                : List.of();
    }

    /** In a container the first process gets the signal to stop; a shell does not hand it on. */
    static List<Finding> firstProcess(Patient patient) {
        if (!patient.isInContainer() || patient.pid() == null) {
            return List.of();
        }
        String first = nameOfFirst(patient);
        return first.matches("(da|ba|a|)sh")
                ? List.of(Finding.advice(
                        "first-process",
                        "The JVM is not told when the container is to stop: the shell above it does not hand the signal on.",
                        "process 1 is " + first,
                        "begin the last line of the script with exec"))
                : List.of();
    }

    /** The name of process 1 as the JVM sees it, empty where that cannot be told. */
    private static String nameOfFirst(Patient patient) {
        String name = JavaCommand.read(patient.place("/proc/1").here(), "comm");
        return name == null ? "" : name.trim();
    }
}
