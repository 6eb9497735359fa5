package jpm.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Packs this module's programs in the ways in which programs are shipped. */
final class ProgramJar {
    private static final Path CLASSES = placeOf(ProgramJar.class);
    private static final List<String> SPRING = List.of(
            "org.springframework.boot.SpringApplication",
            "org.springframework.core.SpringVersion",
            "org.springframework.beans.BeanUtils",
            "org.springframework.context.ApplicationContext",
            "org.springframework.aop.Advisor",
            "org.springframework.expression.Expression",
            "org.apache.commons.logging.LogFactory",
            "io.micrometer.observation.Observation",
            "io.micrometer.common.KeyValue");

    private ProgramJar() {}

    /** The folder of this module's programs. */
    static Path place() {
        return CLASSES;
    }

    /** A jar of the classes of a package, the packages below left out. */
    static Path of(Path jar, Map<String, String> headers, String packageName) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest(headers))) {
            addClasses("", packageName, out);
        }
        return jar;
    }

    /** Copies the class files of a package into a class folder. */
    static Path copyClasses(Path classFolder, String packageName) throws IOException {
        for (Path file : classFiles(packageName)) {
            Path target = classFolder.resolve(CLASSES.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
        return classFolder;
    }

    /** A fat jar as Spring Boot's build plugins make them, with its loader and its libraries. */
    static Path springBoot(Path jar, Class<?> main) throws IOException {
        Manifest manifest = manifest(Map.of(
                "Main-Class", "org.springframework.boot.loader.launch.JarLauncher",
                "Start-Class", main.getName(),
                "Spring-Boot-Classes", "BOOT-INF/classes/",
                "Spring-Boot-Lib", "BOOT-INF/lib/"));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String folder : List.of("BOOT-INF/", "BOOT-INF/classes/", "BOOT-INF/lib/")) {
                out.putNextEntry(new JarEntry(folder));
            }
            addLoader(out);
            addClasses("BOOT-INF/classes/", main.getPackageName(), out);
            for (String type : SPRING) {
                addLibrary(placeOf(type), out);
            }
        }
        return jar;
    }

    private static Manifest manifest(Map<String, String> headers) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        return manifest;
    }

    private static void addLoader(JarOutputStream out) throws IOException {
        try (JarFile loader =
                new JarFile(Build.foreignJar("spring-boot-loader.jar").toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) loader.stream()::iterator) {
                if (entry.getName().startsWith("org/") && !entry.isDirectory()) {
                    try (InputStream in = loader.getInputStream(entry)) {
                        add(entry.getName(), in.readAllBytes(), out);
                    }
                }
            }
        }
    }

    /** Libraries are stored as they are, which the loader asks for. */
    private static void addLibrary(Path library, JarOutputStream out) throws IOException {
        byte[] content = Files.readAllBytes(library);
        CRC32 crc = new CRC32();
        crc.update(content);
        JarEntry entry = new JarEntry("BOOT-INF/lib/" + library.getFileName());
        entry.setMethod(JarEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        out.putNextEntry(entry);
        out.write(content);
    }

    private static void addClasses(String prefix, String packageName, JarOutputStream out) throws IOException {
        for (Path file : classFiles(packageName)) {
            add(prefix + CLASSES.relativize(file), Files.readAllBytes(file), out);
        }
    }

    private static void add(String name, byte[] content, JarOutputStream out) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
    }

    private static List<Path> classFiles(String packageName) throws IOException {
        try (Stream<Path> files = Files.list(CLASSES.resolve(packageName.replace('.', '/')))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .toList();
        }
    }

    private static Path placeOf(String className) {
        try {
            return placeOf(Class.forName(className, false, ProgramJar.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
