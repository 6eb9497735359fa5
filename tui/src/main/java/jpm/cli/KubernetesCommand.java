package jpm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jpm.io.JpmException;
import jpm.k8s.AgentParts;
import jpm.k8s.Manifests;
import jpm.k8s.PodSettings;
import jpm.k8s.PodSettings.Volume;
import jpm.k8s.PodSettings.VolumeKind;
import jpm.k8s.Preparation;
import org.jspecify.annotations.Nullable;

/** {@code jpm k8s init}: makes Kubernetes workloads leave dumps. */
final class KubernetesCommand {
    static final Command COMMAND = new Command(
            "k8s",
            List.of(),
            "init [FILE…]",
            "print what makes a Kubernetes workload leave dumps",
            "Reads Deployments, StatefulSets, DaemonSets, Jobs, CronJobs, Pods and whatever else has a pod template, in YAML or JSON, also in a List, from FILEs or "
                    + "standard input, and prints what is to be added: the agent in ConfigMaps, JVM options that load it, a volume for dumps, the path of the "
                    + "termination message, a grace period in which a dump can be written, and a small /tmp where the root is read-only. The image needs neither shell nor tools, and is not "
                    + "changed. Options that are there stay.\n\n"
                    + "What is printed are partial objects for a server-side apply; --full prints the whole objects with the additions in them, for a repository of manifests (comments "
                    + "are lost). Nothing is asked of a cluster. What the owner should know goes to standard error. The exit code is 1 when no object starts pods.",
            CommonFlags.with(
                    List.of(
                            Flag.of(null, "full", "print the whole objects, not just the additions"),
                            Flag.taking(
                                    null,
                                    "volume",
                                    "VOLUME",
                                    "where dumps are kept: emptyDir (as long as the pod; the default), claim:NAME or hostPath:PATH"),
                            Flag.taking(null, "container", "NAME", "change this container, not the pod's default one"),
                            Flag.taking(null, "agent", "PATH", "the image has the agent at PATH; print no ConfigMaps"),
                            Flag.taking(
                                    null,
                                    "grace",
                                    "SECONDS",
                                    "grace period, instead of one reckoned from the memory limit")),
                    CommonFlags.QUIET),
            List.of(
                    new Command.Example("kubectl get deploy cart -o yaml | jpm k8s init >jpm.yaml", "for a deployment"),
                    new Command.Example(
                            "kubectl apply --server-side --force-conflicts --field-manager=jpm -f jpm.yaml",
                            "and switch it on"),
                    new Command.Example("jpm k8s init --full --volume claim:dumps cart.yaml", "a manifest in a file")),
            KubernetesCommand::run);

    private KubernetesCommand() {}

    private static int run(Invocation invocation) throws IOException {
        List<String> words = invocation.words();
        if (words.isEmpty() || !words.get(0).equals("init")) {
            throw new UsageException("cannot tell what to do: k8s knows init alone", "jpm k8s init deployment.yaml");
        }
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        for (String text : texts(words.subList(1, words.size()), invocation.console())) {
            objects.addAll(Manifests.read(text));
        }
        Preparation preparation = Preparation.of(objects, settings(invocation));
        if (preparation.patches().isEmpty()) {
            invocation.console().message("No object with such a container found.");
            return ExitCode.NOTHING_FOUND;
        }
        List<Map<String, @Nullable Object>> printed = new ArrayList<>(preparation.agent());
        printed.addAll(invocation.has("full") ? preparation.patched() : preparation.patches());
        invocation.console().out().print(Manifests.write(printed));
        if (!invocation.quiet()) {
            preparation.notices().forEach(notice -> invocation.console().message("-- Notice: " + Plain.line(notice)));
        }
        return ExitCode.DONE;
    }

    private static List<String> texts(List<String> files, Console console) throws IOException {
        if (files.isEmpty() || files.equals(List.of("-"))) {
            if (console.stdinIsTerminal()) {
                throw new UsageException(
                        "cannot read a manifest from the terminal", "kubectl get deploy NAME -o yaml | jpm k8s init");
            }
            return List.of(new String(console.in().readAllBytes(), StandardCharsets.UTF_8));
        }
        List<String> texts = new ArrayList<>();
        for (String file : files) {
            try {
                texts.add(Files.readString(Path.of(file)));
            } catch (IOException | IllegalArgumentException e) {
                throw new JpmException(
                        "cannot read " + Plain.line(file, 200) + ": no such file, or no text", "name a YAML file", e);
            }
        }
        return texts;
    }

    private static PodSettings settings(Invocation invocation) throws IOException {
        String path = invocation.option("agent");
        List<byte[]> jars =
                path == null ? AgentParts.of(Files.readAllBytes(AgentCommand.jar(invocation.console()))) : List.of();
        return new PodSettings(
                volume(invocation.option("volume")),
                jars,
                path == null ? PodSettings.MOUNTED_AGENT : path,
                invocation.option("container"),
                grace(invocation.option("grace")));
    }

    private static Volume volume(@Nullable String told) {
        if (told == null || told.equals("emptyDir")) {
            return new Volume(VolumeKind.EMPTY_DIR, "");
        }
        if (told.matches("claim:[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
            return new Volume(VolumeKind.CLAIM, told.substring("claim:".length()));
        }
        if (told.matches("hostPath:/.*")) {
            return new Volume(VolumeKind.HOST_PATH, told.substring("hostPath:".length()));
        }
        throw new UsageException(
                "cannot use --volume=" + Plain.line(told, 60) + ": it is none of emptyDir, claim:NAME, hostPath:/PATH",
                "jpm k8s init --volume claim:dumps");
    }

    private static @Nullable Integer grace(@Nullable String told) {
        if (told == null) {
            return null;
        }
        if (told.matches("\\d{1,6}")) {
            return Integer.valueOf(told);
        }
        throw new UsageException(
                "cannot use --grace=" + Plain.line(told, 40) + ": it is no number of seconds",
                "jpm k8s init --grace 120");
    }
}
