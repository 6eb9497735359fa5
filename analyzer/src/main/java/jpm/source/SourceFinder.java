package jpm.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import jpm.source.SourceText.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Finds the source of a class: in the given source path, in the dump, then beside the folders and jars that the dead JVM ran from, in the local Maven
 * repository, and for the JDK's own classes in its {@code lib/src.zip}; what is nowhere is decompiled. The first place that has the file wins. Answers
 * are kept.
 */
public final class SourceFinder implements AutoCloseable {
    private static final List<String> SOURCE_FOLDERS = List.of(
            "src/main/java",
            "src/test/java",
            "src/main/kotlin",
            "src/test/kotlin",
            "src/main/scala",
            "src/test/scala",
            "src",
            "");

    /** How far above a class folder the project's root may be: {@code build/classes/java/main} of Gradle is four levels down. */
    private static final int LEVELS_ABOVE_CLASSES = 4;

    private final SourceSearch search;
    private final @Nullable DecompiledSource decompiled;
    private final Map<String, SourceLookup> found = new HashMap<>();
    /** By jar the folders in it, so that not every jar is opened for every class. */
    private final Map<Path, Set<String>> foldersInJars = new HashMap<>();

    /** @param decompiled what makes a source of a class that has none, or null for nothing */
    public SourceFinder(SourceSearch search, @Nullable DecompiledSource decompiled) {
        this.search = search;
        this.decompiled = decompiled;
    }

    /**
     * The source of a class.
     *
     * @param className its binary name
     * @param sourceFile the file's name from the class's debug information, or null where it has none
     */
    public synchronized SourceLookup find(String className, @Nullable String sourceFile) {
        SourceLookup lookup = findAtHand(className, sourceFile);
        return lookup.text() != null || decompiled == null ? lookup : decompiled.lookup(className, lookup.lookedIn());
    }

    /** The source of a class as {@link #find} gives it, but without decompiling for it, which takes time. */
    public synchronized SourceLookup findAtHand(String className, @Nullable String sourceFile) {
        SourceLookup known = found.get(className);
        if (known == null) {
            known = search(className, relativePath(className, sourceFile));
            found.put(className, known);
        }
        return known;
    }

    private SourceLookup search(String className, String relativePath) {
        List<String> lookedIn = new ArrayList<>();
        for (SourcePlace place : places(className)) {
            lookedIn.add(place.description());
            SourceText text = place.text(relativePath);
            if (text != null) {
                return new SourceLookup(text, lookedIn);
            }
        }
        return new SourceLookup(null, lookedIn);
    }

    /** Top-level class {@code com.acme.Foo} of {@code com.acme.Foo$Bar} is assumed where the class names no file. */
    static String relativePath(String className, @Nullable String sourceFile) {
        int packageEnd = className.lastIndexOf('.');
        String folder =
                packageEnd < 0 ? "" : className.substring(0, packageEnd + 1).replace('.', '/');
        String simpleName = className.substring(packageEnd + 1);
        int nested = simpleName.indexOf('$', 1);
        String topLevel = nested < 0 ? simpleName : simpleName.substring(0, nested);
        return folder + (sourceFile == null || sourceFile.isEmpty() ? topLevel + ".java" : sourceFile);
    }

    private Set<SourcePlace> places(String className) {
        Set<SourcePlace> places = new LinkedHashSet<>();
        search.sourcePath().substitutions().stream()
                .filter(substitution -> !substitution.from().startsWith("/"))
                .forEach(substitution -> places.add(new SourcePlace.Substituted(substitution, search.dumpedAt())));
        search.sourcePath().places().forEach(path -> places.add(given(path)));
        if (search.dumpSources() != null && Files.isDirectory(search.dumpSources())) {
            places.add(new SourcePlace.Folder(search.dumpSources(), Kind.DUMP, null));
        }
        search.sourceFiles().forEach(path -> places.add(new SourcePlace.SingleFile(path, search.dumpedAt())));
        String classFile = className.replace('.', '/') + ".class";
        for (Path entry : search.classPath()) {
            if (Files.isDirectory(entry)) {
                addBesideFolder(entry, classFile, places);
            } else if (Files.isRegularFile(entry)) {
                addBesideJar(entry, classFile, places);
            }
        }
        Path javaHome = search.javaHome();
        if (javaHome != null) {
            places.add(new SourcePlace.Archive(javaHome.resolve("lib/src.zip"), true, Kind.JDK));
        }
        return places;
    }

    private SourcePlace given(Path path) {
        return Files.isDirectory(path) || !Files.exists(path)
                ? new SourcePlace.Folder(path, Kind.SOURCE_PATH, search.dumpedAt())
                : new SourcePlace.Archive(path, path.endsWith("src.zip"), Kind.SOURCE_PATH);
    }

    private void addBesideFolder(Path folder, String classFile, Set<SourcePlace> places) {
        if (!Files.exists(folder.resolve(classFile))) {
            return;
        }
        Path root = folder.toAbsolutePath().normalize();
        for (int level = 0; level <= LEVELS_ABOVE_CLASSES && root != null; level++) {
            for (String name : SOURCE_FOLDERS) {
                Path candidate = root.resolve(name);
                if (Files.isDirectory(candidate)) {
                    places.add(folder(candidate));
                }
            }
            root = root.getParent();
        }
    }

    private void addBesideJar(Path jar, String classFile, Set<SourcePlace> places) {
        String folder = classFile.substring(0, classFile.lastIndexOf('/') + 1);
        Set<String> folders = foldersInJars.computeIfAbsent(jar, SourceFinder::folders);
        if (!folders.contains(folder) && !folders.contains("BOOT-INF/classes/" + folder)) {
            return;
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            if (zip.getEntry(classFile) == null && zip.getEntry("BOOT-INF/classes/" + classFile) == null) {
                return;
            }
            String name = jar.getFileName().toString().replaceFirst("\\.[jw]ar$", "");
            places.add(new SourcePlace.Archive(jar.resolveSibling(name + "-sources.jar"), false, Kind.BESIDE_JAR));
            for (Path repositoryJar : sourcesInRepository(zip)) {
                places.add(new SourcePlace.Archive(repositoryJar, false, Kind.REPOSITORY));
            }
            Path project = jar.toAbsolutePath().normalize().getParent();
            if (project != null && project.getParent() != null) {
                addProjectFolders(project.getParent(), places);
            }
        } catch (IOException unreadable) {
            return;
        }
    }

    private static Set<String> folders(Path jar) {
        Set<String> folders = new HashSet<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.stream()
                    .map(ZipEntry::getName)
                    .forEach(name -> folders.add(name.substring(0, name.lastIndexOf('/') + 1)));
        } catch (IOException unreadable) {
            return Set.of();
        }
        return folders;
    }

    private SourcePlace folder(Path path) {
        return new SourcePlace.Folder(path, Kind.CLASS_FOLDER, search.dumpedAt());
    }

    /** {@code target/app.jar} was built from the folders beside {@code target}. */
    private void addProjectFolders(Path project, Set<SourcePlace> places) {
        for (String name : SOURCE_FOLDERS) {
            Path candidate = project.resolve(name);
            if (!name.isEmpty() && Files.isDirectory(candidate)) {
                places.add(folder(candidate));
            }
        }
    }

    /** The sources jars in the local Maven repository, by the coordinates that Maven leaves in a jar. */
    private List<Path> sourcesInRepository(ZipFile zip) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (entry.getName().startsWith("META-INF/maven/") && entry.getName().endsWith("/pom.properties")) {
                Properties coordinates = new Properties();
                try (InputStream in = zip.getInputStream(entry)) {
                    coordinates.load(in);
                }
                jars.add(sourcesJar(coordinates));
            }
        }
        return jars;
    }

    private Path sourcesJar(Properties coordinates) {
        String artifact = coordinates.getProperty("artifactId", "");
        String version = coordinates.getProperty("version", "");
        return search.mavenRepository()
                .resolve(coordinates.getProperty("groupId", "").replace('.', '/'))
                .resolve(artifact)
                .resolve(version)
                .resolve(artifact + "-" + version + "-sources.jar");
    }

    @Override
    public void close() {
        if (decompiled != null) {
            decompiled.close();
        }
    }
}
