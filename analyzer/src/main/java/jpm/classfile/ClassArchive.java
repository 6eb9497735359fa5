package jpm.classfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** A jar, also one that holds further jars (as those of Spring Boot and web applications do). Of a multi-release jar the base classes are taken. */
final class ClassArchive implements ClassFilePlace {
    static final int MAX_CLASS_BYTES = 64 << 20;

    private static final List<String> CLASS_FOLDERS = List.of("", "BOOT-INF/classes/", "WEB-INF/classes/");
    private static final List<String> LIBRARY_FOLDERS = List.of("BOOT-INF/lib/", "WEB-INF/lib/");
    private static final int MAX_NESTED_CLASSES = 1 << 20;

    private final ZipFile zip;
    /** By class file name the jar within this one that holds it; null until something was looked for there. */
    private @Nullable Map<String, String> nested;

    private ClassArchive(ZipFile zip) {
        this.zip = zip;
    }

    static ClassArchive open(Path file) throws IOException {
        return new ClassArchive(new ZipFile(file.toFile()));
    }

    @Override
    public byte @Nullable [] classFile(String className) throws IOException {
        String name = className.replace('.', '/') + ".class";
        for (String folder : CLASS_FOLDERS) {
            ZipEntry entry = zip.getEntry(folder + name);
            if (entry != null) {
                try (InputStream in = zip.getInputStream(entry)) {
                    return in.readNBytes(MAX_CLASS_BYTES);
                }
            }
        }
        String library = nested().get(name);
        return library == null ? null : fromLibrary(library, name);
    }

    private Map<String, String> nested() throws IOException {
        Map<String, String> known = nested;
        if (known == null) {
            known = new HashMap<>();
            for (String library : libraries()) {
                addClasses(library, known);
            }
            nested = known;
        }
        return known;
    }

    private List<String> libraries() {
        List<String> libraries = new ArrayList<>();
        zip.stream()
                .map(ZipEntry::getName)
                .filter(name ->
                        name.endsWith(".jar") && LIBRARY_FOLDERS.stream().anyMatch(name::startsWith))
                .forEach(libraries::add);
        return libraries;
    }

    private void addClasses(String library, Map<String, String> into) throws IOException {
        try (ZipInputStream in = new ZipInputStream(zip.getInputStream(zip.getEntry(library)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().endsWith(".class") && into.size() < MAX_NESTED_CLASSES) {
                    into.putIfAbsent(entry.getName(), library);
                }
            }
        }
    }

    private byte @Nullable [] fromLibrary(String library, String name) throws IOException {
        try (ZipInputStream in = new ZipInputStream(zip.getInputStream(zip.getEntry(library)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return in.readNBytes(MAX_CLASS_BYTES);
                }
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
