package jpm.classfile;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Class paths as the {@code java} command reads them. */
public final class ClassPath {
    /** More entries than any program has; manifests of a hostile folder could go on. */
    private static final int MAX_ENTRIES = 10_000;

    private static final String WILDCARD = "*";

    private ClassPath() {}

    /** The elements of a text in which they are joined by colons; empty ones and those that are no file names are left out. */
    public static List<Path> parse(String text) {
        List<Path> paths = new ArrayList<>();
        for (String element : text.split(File.pathSeparator)) {
            try {
                if (!element.isEmpty()) {
                    paths.add(Path.of(element));
                }
            } catch (InvalidPathException noFileName) {
                continue;
            }
        }
        return paths;
    }

    /** The same path with {@code lib/*} replaced by the jars of the folder, and with what the jars' manifests name as {@code Class-Path}. */
    public static List<Path> expand(List<Path> classPath) {
        Set<Path> all = new LinkedHashSet<>();
        ArrayDeque<Path> open = new ArrayDeque<>(classPath);
        while (!open.isEmpty() && all.size() < MAX_ENTRIES) {
            Path path = open.removeFirst();
            boolean wildcard = path.endsWith(WILDCARD) && !Files.exists(path);
            Collection<Path> more = wildcard ? jarsIn(path.toAbsolutePath().resolveSibling("")) : named(path, all);
            List<Path> inOrder = new ArrayList<>(more);
            for (int i = inOrder.size() - 1; i >= 0; i--) {
                open.addFirst(inOrder.get(i));
            }
        }
        return List.copyOf(all);
    }

    /** Adds a path, and gives what its manifest names where it is new. */
    private static List<Path> named(Path path, Set<Path> all) {
        return all.add(path) && Files.isRegularFile(path) ? manifestPath(path) : List.of();
    }

    private static List<Path> jarsIn(Path folder) {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ClassPath::isJar)) {
            files.forEach(jars::add);
        } catch (IOException unreadable) {
            return List.of();
        }
        jars.sort(null);
        return jars;
    }

    private static boolean isJar(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    private static List<Path> manifestPath(Path jar) {
        if (!isJar(jar)) {
            return List.of();
        }
        List<Path> paths = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            Manifest manifest = file.getManifest();
            String value =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (String element : value == null ? new String[0] : value.trim().split("\\s+")) {
                if (!element.isEmpty()) {
                    paths.add(besides(jar, element));
                }
            }
        } catch (IOException | IllegalArgumentException | SecurityException unreadable) {
            return paths;
        }
        return paths;
    }

    /** A manifest's elements are URLs relative to the jar. */
    private static Path besides(Path jar, String element) {
        String path = element.startsWith("file:") ? element.substring("file:".length()) : element;
        return jar.toAbsolutePath().resolveSibling(path.replace("%20", " ")).normalize();
    }
}
