package jpm.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import jpm.agent.pack.AgentPacker;

/** The agent's jar as tests need it: what the build makes, apart from the libraries' names. */
final class AgentJar {
    private static final List<Class<?>> PARTS = List.of(
            Agent.class,
            jpm.snapshot.SiteTable.class,
            org.objectweb.asm.ClassReader.class,
            org.objectweb.asm.tree.MethodNode.class,
            org.objectweb.asm.commons.AnalyzerAdapter.class,
            com.fasterxml.jackson.core.JsonFactory.class);

    /** The version that the jar says it has. */
    static final String VERSION = "1.2.3";

    private AgentJar() {}

    /** The jar, which is made once for all tests of this JVM and goes with it. */
    static Path path() {
        return Shared.JAR;
    }

    private static final class Shared {
        static final Path JAR = without("no class", temporaryFolder());

        static {
            JAR.toFile().deleteOnExit();
        }

        private static Path temporaryFolder() {
            try {
                Path folder = Files.createTempDirectory("jpm-agent");
                folder.toFile().deleteOnExit();
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Writes a jar that lacks a class and those nested in it, so that using it fails. */
    static Path without(String className, Path folder) {
        Path jar = folder.resolve("agent.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest())) {
            for (Class<?> type : PARTS) {
                addAll(placeOf(type), className.replace('.', '/'), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pack(jar);
        return jar;
    }

    private static void pack(Path jar) {
        try {
            AgentPacker.pack(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the programs that crash. */
    static Path programs() {
        return placeOf(jpm.victim.Victim.class);
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.IMPLEMENTATION_VERSION, VERSION);
        main.putValue("Premain-Class", "jpm.agent.Agent");
        main.putValue("Agent-Class", "jpm.agent.Agent");
        main.putValue("Can-Retransform-Classes", "true");
        main.putValue("Can-Redefine-Classes", "true");
        return manifest;
    }

    /** The classes lie in a folder, or in a jar when the build has packaged their module. */
    private static void addAll(Path place, String missing, JarOutputStream out) throws IOException {
        if (Files.isDirectory(place)) {
            addTree(place, missing, out);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            addTree(jar.getPath("/"), missing, out);
        }
    }

    private static void addTree(Path root, String missing, JarOutputStream out) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(each -> isClass(each.toString())).toList()) {
                String name = root.relativize(file).toString();
                if (!name.equals(missing + ".class") && !name.startsWith(missing + "$")) {
                    out.putNextEntry(new ZipEntry(name));
                    Files.copy(file, out);
                }
            }
        }
    }

    private static boolean isClass(String path) {
        return path.endsWith(".class") && !path.endsWith("module-info.class") && !path.contains("META-INF");
    }

    /** The folder or jar of a class. */
    static Path placeOf(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }
}
