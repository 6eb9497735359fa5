package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Arrows between packages point down only, and each foreign library has one user. */
class ArchitectureTest {
    /** What each package may use directly; what those may use is allowed as well. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("jpm.value", List.of()),
            Map.entry("jpm.snapshot", List.of("jpm.value")),
            Map.entry("jpm.expr", List.of("jpm.value")),
            Map.entry("jpm.agent", List.of("jpm.snapshot", "jpm.expr", "jpm.agent.start", "jpm.agent.remote")),
            Map.entry("jpm.agent.remote", List.of()),
            Map.entry("jpm.agent.probe", List.of("jpm.agent", "jpm.agent.instrument")),
            Map.entry("jpm.agent.control", List.of("jpm.agent.probe", "jpm.agent.controller")),
            Map.entry("jpm.agent.controller", List.of("jpm.agent.probe")),
            Map.entry("jpm.agent.pack", List.of("jpm.agent")),
            Map.entry("jpm.agent.start", List.of("jpm.agent.instrument")),
            Map.entry("jpm.agent.instrument", List.of("jpm.snapshot")),
            Map.entry("jpm.io", List.of()),
            Map.entry("jpm.hprof", List.of("jpm.io", "jpm.value")),
            Map.entry("jpm.index", List.of("jpm.io", "jpm.value")),
            Map.entry("jpm.graph", List.of("jpm.hprof", "jpm.index")),
            Map.entry("jpm.analysis", List.of("jpm.graph")),
            Map.entry("jpm.analysis.query", List.of("jpm.analysis")),
            Map.entry("jpm.store", List.of("jpm.snapshot", "jpm.io")),
            Map.entry("jpm.classfile", List.of("jpm.value")),
            Map.entry("jpm.source", List.of("jpm.io", "jpm.classfile", "jpm.source.decompile")),
            Map.entry("jpm.source.decompile", List.of()),
            Map.entry(
                    "jpm.debug",
                    List.of(
                            "jpm.analysis",
                            "jpm.analysis.query",
                            "jpm.graph",
                            "jpm.source",
                            "jpm.store",
                            "jpm.snapshot",
                            "jpm.expr")),
            Map.entry("jpm.jdwp", List.of("jpm.debug")),
            Map.entry("jpm.collect", List.of("jpm.analysis", "jpm.store")),
            Map.entry("jpm.doctor", List.of("jpm.io")),
            Map.entry("jpm.k8s", List.of("jpm.io")),
            Map.entry("jpm.attach", List.of("jpm.io")),
            Map.entry("jpm.verdict", List.of("jpm.debug", "jpm.analysis", "jpm.store")),
            Map.entry("jpm.service.json", List.of()),
            Map.entry("jpm.service", List.of("jpm.service.json", "jpm.snapshot", "jpm.io")),
            Map.entry("jpm.service.db", List.of("jpm.service")),
            Map.entry("jpm.service.access", List.of("jpm.io")),
            Map.entry("jpm.service.api", List.of("jpm.service", "jpm.service.access")),
            Map.entry("jpm.service.rtdb", List.of("jpm.service.api")),
            Map.entry("jpm.service.page", List.of("jpm.service.api", "jpm.source")),
            Map.entry("jpm.service.client", List.of("jpm.service.json", "jpm.debug")),
            Map.entry("jpm.service.http", List.of("jpm.service.api", "jpm.service.rtdb", "jpm.service.page")),
            Map.entry("jpm.live", List.of("jpm.attach", "jpm.doctor", "jpm.store", "jpm.io")),
            Map.entry("jpm.tui.term", List.of("jpm.io", "jpm.value")),
            Map.entry("jpm.tui", List.of("jpm.debug", "jpm.tui.term")),
            Map.entry(
                    "jpm.cli",
                    List.of(
                            "jpm.debug",
                            "jpm.jdwp",
                            "jpm.live",
                            "jpm.analysis",
                            "jpm.analysis.query",
                            "jpm.store",
                            "jpm.tui",
                            "jpm.verdict",
                            "jpm.collect",
                            "jpm.doctor",
                            "jpm.service.client",
                            "jpm.service.db",
                            "jpm.service.http",
                            "jpm.k8s")));

    private static final PackageDependencies FOUND = PackageDependencies.of(
            Build.classes("snapshot"),
            Build.classes("dumper-agent"),
            Build.classes("analyzer"),
            Build.classes("service"),
            Build.classes("tui"));

    @Test
    void arrowsPointDown() {
        FOUND.uses().forEach((user, used) -> {
            Set<String> ours = new TreeSet<>(used);
            ours.removeIf(name -> !name.startsWith("jpm."));
            ours.remove(user);
            assertThat(allowed(user)).as("what %s may use", user).containsAll(ours);
        });
    }

    @Test
    void everyPackageHasItsPlace() {
        Set<String> ours = new TreeSet<>(FOUND.uses().keySet());
        ours.removeIf(name -> !name.startsWith("jpm."));

        assertThat(MAY_USE.keySet()).containsAll(ours);
    }

    @Test
    void onlyTheCommandsParseTheCommandLine() {
        assertThat(FOUND.usersOf("org.apache.commons.cli")).isSubsetOf("jpm.cli");
    }

    @Test
    void onlyTheTerminalPackageKnowsLanterna() {
        assertThat(FOUND.usersOf("com.googlecode.lanterna")).isSubsetOf("jpm.tui.term");
    }

    @Test
    void onlyTheHttpServerKnowsJetty() {
        assertThat(FOUND.usersOf("org.eclipse.jetty")).isSubsetOf("jpm.service.http");
    }

    @Test
    void onlyTheDatabaseKnowsJdbc() {
        assertThat(FOUND.usersOf("java.sql")).isSubsetOf("jpm.service.db");
    }

    @Test
    void onlyTheClientsAskOtherServers() {
        assertThat(FOUND.usersOf("java.net.http")).isSubsetOf("jpm.service.client");
    }

    @Test
    void onlyTheInstrumentationAndTheReaderOfClassFilesKnowAsm() {
        assertThat(FOUND.usersOf("org.objectweb.asm"))
                .isSubsetOf("jpm.agent.instrument", "jpm.agent.probe", "jpm.classfile");
    }

    @Test
    void onlyTheManifestsAreYaml() {
        assertThat(FOUND.usersOf("org.yaml.snakeyaml")).isSubsetOf("jpm.k8s");
    }

    @Test
    void onlyTheDecompilersProcessKnowsVineflower() {
        assertThat(FOUND.usersOf("org.jetbrains.java.decompiler")).isSubsetOf("jpm.source.decompile");
    }

    @Test
    void theAgentJarBringsNoForeignPackages() throws IOException {
        assertThat(classEntries(Build.agentJar())).isNotEmpty().allMatch(name -> name.startsWith("jpm/agent/"));
    }

    private static List<String> classEntries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .toList();
        }
    }

    private static Set<String> allowed(String user) {
        Set<String> allowed = new LinkedHashSet<>(MAY_USE.getOrDefault(user, List.of()));
        for (String used : List.copyOf(allowed)) {
            allowed.addAll(allowed(used));
        }
        return allowed;
    }
}
