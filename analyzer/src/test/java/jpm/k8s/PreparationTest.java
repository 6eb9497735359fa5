package jpm.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import jpm.io.JpmException;
import jpm.k8s.PodSettings.Volume;
import jpm.k8s.PodSettings.VolumeKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparationTest {
    private static final Volume EMPTY_DIR = new Volume(VolumeKind.EMPTY_DIR, "");
    private static final PodSettings IN_IMAGE = new PodSettings(EMPTY_DIR, List.of(), "/opt/jpm-agent.jar", null, null);

    private static final String CART = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: cart, namespace: shop}
            spec:
              replicas: 2
              selector: {matchLabels: {app: cart}}
              template:
                metadata:
                  labels: {app: cart, version: "1e3", built: "2026-11-21"}
                spec:
                  terminationGracePeriodSeconds: 30
                  containers:
                  - name: cart
                    image: acme/cart:1.2
                    args: ["-Xmx1g", "-jar", "/app.jar"]
                    env:
                    - {name: JAVA_TOOL_OPTIONS, value: -Dfoo=1}
                    - {name: SECRET, valueFrom: {secretKeyRef: {name: a, key: "on"}}}
                    resources: {limits: {memory: 2Gi}}
                    securityContext: {readOnlyRootFilesystem: true}
                    volumeMounts: [{name: cfg, mountPath: /etc/cart}]
                  volumes: [{name: cfg, configMap: {name: cart, defaultMode: 0644}}]
            """;

    private static final String CART_PATCH = """
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: cart
              namespace: shop
            spec:
              template:
                spec:
                  terminationGracePeriodSeconds: 60
                  containers:
                  - name: cart
                    env:
                    - name: JAVA_TOOL_OPTIONS
                      value: "-Dfoo=1 -javaagent:/opt/jpm-agent.jar -XX:ErrorFile=/jpm/dumps/hs_err_pid%p.log"
                    - name: JPM_STORE
                      value: /jpm/dumps
                    terminationMessagePath: /dev/termination-log
                    terminationMessagePolicy: FallbackToLogsOnError
                    volumeMounts:
                    - name: jpm-dumps
                      mountPath: /jpm/dumps
                    - name: jpm-tmp
                      mountPath: /tmp
                  volumes:
                  - name: jpm-dumps
                    emptyDir: {}
                  - name: jpm-tmp
                    emptyDir:
                      sizeLimit: "16Mi"
            """;

    @TempDir
    Path folder;

    @Test
    void addsWhatIsMissing() {
        Preparation preparation = prepare(CART, IN_IMAGE);

        assertThat(Manifests.write(preparation.patches())).isEqualTo(CART_PATCH);
        assertThat(preparation.notices()).isEmpty();
        assertThat(preparation.agent()).isEmpty();
    }

    /** What kubectl makes of an object and our patch is what we make of them; where there is no kubectl the run says so. */
    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod", "ReplicaSet"})
    void fullObjectsAreWhatKubernetesMakes(String kind) throws IOException, InterruptedException {
        String manifest = of(kind);
        Preparation preparation = prepare(manifest, IN_IMAGE);
        Path object = Files.writeString(folder.resolve("object.yaml"), manifest);
        Path patch = Files.writeString(folder.resolve("patch.yaml"), Manifests.write(preparation.patches()));
        ProcessBuilder kubectl = new ProcessBuilder(
                "kubectl",
                "patch",
                "--local",
                "--type=strategic",
                "-o",
                "yaml",
                "-f",
                object.toString(),
                "--patch-file",
                patch.toString());
        try {
            Process process = kubectl.redirectErrorStream(true).start();
            String merged = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(merged).isZero();
            assertThat(sorted(Manifests.read(merged))).isEqualTo(sorted(preparation.patched()));
        } catch (IOException absent) {
            System.out.println("not compared with kubectl, which is not installed: " + absent.getMessage());
        }
        assertThat(sorted(Manifests.read(Manifests.write(preparation.patched()))))
                .isEqualTo(sorted(preparation.patched()));
    }

    /** The same pod in another kind of object. */
    private static String of(String kind) {
        String pod = CART.substring(CART.indexOf("    metadata:"));
        String version = kind.endsWith("Job") ? "batch/v1" : kind.equals("Pod") ? "v1" : "apps/v1";
        String head = "apiVersion: " + version + "\nkind: " + kind + "\nmetadata: {name: cart}\n";
        return switch (kind) {
            case "Pod" -> head + pod.substring(pod.indexOf("    spec:")).replaceAll("(?m)^    ", "");
            case "CronJob" ->
                head + "spec:\n  schedule: \"0 3 * * *\"\n  jobTemplate:\n    spec:\n      template:\n"
                        + pod.replaceAll("(?m)^", "    ");
            default -> head + "spec:\n  selector: {matchLabels: {app: cart}}\n  template:\n" + pod;
        };
    }

    /** Lists without an order of their own, in one. */
    private static Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, field) -> sorted.put(String.valueOf(key), sorted(field)));
            return sorted;
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(PreparationTest::sorted)
                    .map(String::valueOf)
                    .sorted()
                    .toList();
        }
        return String.valueOf(value);
    }

    @Test
    void applyingTwiceChangesNothing() {
        List<Map<String, @Nullable Object>> once = prepare(CART, IN_IMAGE).patched();
        assertThat(Preparation.of(once, IN_IMAGE).patched()).isEqualTo(once);
    }

    @Test
    void findsPodsInListsAndLeavesOtherObjects() {
        String list = "kind: List\nitems:\n- kind: Service\n  metadata: {name: s}\n- "
                + CART.stripTrailing().replace("\n", "\n  ") + "\n---\nkind: ConfigMap\nmetadata: {name: c}\n";
        Preparation preparation = prepare(list, IN_IMAGE);
        assertThat(preparation.patches()).hasSize(1);
        assertThat(preparation.patched())
                .extracting(object -> object.get("kind"))
                .containsExactly("Service", "Deployment", "ConfigMap");
    }

    @Test
    void choosesTheContainer() {
        String two = CART.replace("      containers:", "      containers:\n      - {name: proxy, image: p}");
        Preparation preparation = prepare(two, IN_IMAGE);
        assertThat(Manifests.write(preparation.patches())).contains("- name: proxy\n");
        assertThat(preparation.notices())
                .anyMatch(notice -> notice.startsWith("deployment cart: of its 2 containers proxy gets the agent"));
        String told = two.replace(
                "      labels:", "      annotations: {kubectl.kubernetes.io/default-container: cart}\n      labels:");
        assertThat(prepare(told, IN_IMAGE).patches().toString())
                .contains("-Dfoo=1")
                .doesNotContain("proxy");
        PodSettings named = new PodSettings(EMPTY_DIR, List.of(), "/a.jar", "cart", 7);
        assertThat(prepare(two, named).patches().toString()).contains("-Dfoo=1", "terminationGracePeriodSeconds=7");
        assertThat(prepare(two, new PodSettings(EMPTY_DIR, List.of(), "/a.jar", "nobody", 7))
                        .patches())
                .isEmpty();
    }

    @Test
    void theAgentComesInAConfigMapOfEachNamespace() {
        List<byte[]> jars = List.of(new byte[] {1, 2, 3}, new byte[] {4});
        PodSettings settings = new PodSettings(EMPTY_DIR, jars, PodSettings.MOUNTED_AGENT, null, null);
        String both = CART + "---\n" + CART + "---\n" + CART.replace("namespace: shop", "namespace: bank");
        Preparation preparation = prepare(both, settings);
        assertThat(preparation.agent())
                .extracting(map -> map.get("metadata") + " " + map.get("binaryData"))
                .containsExactly(
                        "{name=jpm-agent, namespace=shop} {jpm-agent.jar=AQID}",
                        "{name=jpm-agent-2, namespace=shop} {jpm-agent-2.jar=BA==}",
                        "{name=jpm-agent, namespace=bank} {jpm-agent.jar=AQID}",
                        "{name=jpm-agent-2, namespace=bank} {jpm-agent-2.jar=BA==}");
        assertThat(preparation.patches().get(0).toString())
                .contains(
                        "-javaagent:/jpm/agent/jpm-agent.jar",
                        "{name=jpm-agent, mountPath=/jpm/agent, readOnly=true}",
                        "projected={sources=[{configMap={name=jpm-agent}}, {configMap={name=jpm-agent-2}}]}");
    }

    @Test
    void theJarIsSplitIntoPartsThatNameEachOther() throws IOException {
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", "jpm.agent.Agent");
        Random random = new Random(7);
        Map<String, byte[]> content = new TreeMap<>();
        try (JarOutputStream out = new JarOutputStream(jar, manifest)) {
            for (String name : new String[] {"a", "b", "c", "d", "jpm/agent/boot.classes"}) {
                byte[] bytes = new byte[40_000];
                random.nextBytes(bytes);
                out.putNextEntry(new ZipEntry(name));
                out.write(bytes);
                content.put(name, bytes);
            }
        }

        List<byte[]> parts = AgentParts.split(jar.toByteArray(), 160_000);

        assertThat(parts).hasSize(3).allSatisfy(part -> assertThat(part.length).isLessThan(160_000));
        Map<String, byte[]> found = new TreeMap<>();
        for (int i = 0; i < parts.size(); i++) {
            Path file = Files.write(folder.resolve(i + ".jar"), parts.get(i));
            try (JarFile part = new JarFile(file.toFile())) {
                if (i == 0) {
                    assertThat(part.getManifest().getMainAttributes().getValue("Class-Path"))
                            .isEqualTo("jpm-agent-2.jar jpm-agent-3.jar");
                    assertThat(part.getManifest().getMainAttributes().getValue("Premain-Class"))
                            .isEqualTo("jpm.agent.Agent");
                    assertThat(part.getEntry("jpm/agent/boot.classes")).isNotNull();
                }
                for (JarEntry entry : part.stream()
                        .filter(each -> !each.getName().startsWith("META-INF"))
                        .toList()) {
                    found.put(entry.getName(), part.getInputStream(entry).readAllBytes());
                }
            }
        }
        assertThat(found).containsExactlyInAnyOrderEntriesOf(content);
    }

    @Test
    void keepsDumpsWhereTold() {
        assertThat(prepare(CART, settings(VolumeKind.CLAIM, "big")).patches().toString())
                .contains("persistentVolumeClaim={claimName=big}");
        assertThat(prepare(CART, settings(VolumeKind.HOST_PATH, "/var/dumps"))
                        .patches()
                        .toString())
                .contains("hostPath={path=/var/dumps");
    }

    private static PodSettings settings(VolumeKind kind, String name) {
        return new PodSettings(new Volume(kind, name), List.of(), "/a.jar", null, null);
    }

    @Test
    void saysWhatTheOwnerShouldKnow() {
        assertThat(notices(CART.replace("memory: 2Gi", "cpu: 1")))
                .containsExactly(
                        "deployment cart: the container has no memory limit: nothing bounds its heap, and the grace period is a guess; --grace sets it");
        String probed =
                CART.replace("memory: 2Gi}}", "memory: 12G}}\n        livenessProbe: {httpGet: {path: /h, port: 80}}");
        assertThat(notices(probed))
                .containsExactly(
                        "deployment cart: the liveness probe kills the container after 30 s, and writing a heap of 11444 MiB may take 57 s: raise its failureThreshold");
        assertThat(notices(probed.replace("port: 80}", "port: 80}, failureThreshold: 9")))
                .isEmpty();
        assertThat(notices(CART.replace("memory: 2Gi", "memory: 2Gi, ephemeral-storage: 1Gi")))
                .hasSize(1);
        Preparation exiting = prepare(CART.replace("\"-jar\"", "\"-XX:+ExitOnOutOfMemoryError\", \"-jar\""), IN_IMAGE);
        assertThat(exiting.patches().toString())
                .contains("-XX:+HeapDumpOnOutOfMemoryError -XX:HeapDumpPath=/jpm/dumps");
        Preparation taken =
                prepare(CART.replace("value: -Dfoo=1", "valueFrom: {configMapKeyRef: {name: a, key: b}}"), IN_IMAGE);
        assertThat(taken.patches().toString())
                .contains("{name=JDK_JAVA_OPTIONS, value=-javaagent:")
                .doesNotContain("JAVA_TOOL_OPTIONS");
    }

    private static List<String> notices(String manifest) {
        return prepare(manifest, IN_IMAGE).notices();
    }

    private static Preparation prepare(String manifest, PodSettings settings) {
        return Preparation.of(Manifests.read(manifest), settings);
    }

    @Test
    void refusesWhatIsNoManifest() {
        for (String text : new String[] {
            "a: {{ .Values.x }}",
            "- 1\n- 2",
            "just text",
            "a: [",
            "a: 1\na: 2",
            "\u0000",
            "kind: !!java.net.URL [\"http://x\"]"
        }) {
            assertThatThrownBy(() -> Manifests.read(text))
                    .as(text)
                    .isInstanceOf(JpmException.class)
                    .hasMessageStartingWith("cannot read the manifest");
        }
        assertThat(Manifests.read("")).isEmpty();
        assertThat(Manifests.read("---\n---\n# nothing\n")).isEmpty();
        StringBuilder bomb = new StringBuilder("kind: A\nx0: &x0 [a,a]\n");
        for (int i = 1; i < 200; i++) {
            bomb.append("x" + i + ": &x" + i + " [*x" + (i - 1) + ",*x" + (i - 1) + "]\n");
        }
        assertThatThrownBy(() -> Manifests.read(bomb.toString())).isInstanceOf(JpmException.class);
    }
}
