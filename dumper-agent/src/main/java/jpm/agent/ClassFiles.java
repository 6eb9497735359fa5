package jpm.agent;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import jpm.agent.start.ApplicationClasses;
import jpm.agent.start.ClassPlace;
import jpm.agent.start.Faults;
import org.jspecify.annotations.Nullable;

/**
 * The class files of the application's classes on a stack, as the application had them loaded.
 *
 * <p>They are read from where the class came from, a folder or a jar, past any class loader of the program's. The JVM could give them
 * too, but asking it transforms the class anew, and frames that are on a stack then lose their lines.
 */
public final class ClassFiles {
    private static final int MAX_CLASSES = 64;
    private static final int MAX_BYTES = 8 << 20;
    private static final String CLASS = ".class";
    private static final String FOLDER = "classes/";

    private final Instrumentation instrumentation;
    private final ApplicationClasses classes;
    private int left = MAX_BYTES;

    ClassFiles(Instrumentation instrumentation, ApplicationClasses classes) {
        this.instrumentation = instrumentation;
        this.classes = classes;
    }

    /** Writes the class files of the application's classes on the stacks of an exception and its causes. */
    void write(List<Throwable> chain, Internals internals, DumpFolder folder) throws IOException {
        Set<String> names = names(chain, internals);
        for (Class<?> type : loaded(names)) {
            byte[] bytes = bytes(type);
            if (bytes != null && bytes.length <= left) {
                left -= bytes.length;
                write(folder, FOLDER + path(type), bytes);
            }
        }
    }

    /** Writes a class that nobody asks for. */
    static void rehearse(DumpFolder folder) throws IOException {
        write(folder, FOLDER + "Rehearsed" + CLASS, new byte[0]);
    }

    private Set<String> names(List<Throwable> chain, Internals internals) {
        Set<String> names = new LinkedHashSet<>();
        for (Throwable each : chain) {
            for (StackTraceElement frame : internals.stackTrace(each)) {
                if (names.size() < MAX_CLASSES && classes.test(frame.getClassName())) {
                    names.add(frame.getClassName());
                }
            }
        }
        return names;
    }

    private List<Class<?>> loaded(Set<String> names) {
        List<Class<?>> found = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>(names);
        for (Class<?> type : missing.isEmpty() ? new Class<?>[0] : instrumentation.getAllLoadedClasses()) {
            if (missing.remove(type.getName())) {
                found.add(type);
            }
        }
        return found;
    }

    private static void write(DumpFolder folder, String name, byte[] bytes) throws IOException {
        folder.createFolders(name.substring(0, name.lastIndexOf('/')));
        folder.write(name, new Bytes(bytes));
    }

    private record Bytes(byte[] bytes) implements DumpFolder.Content {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }

    /** A class's file; null where it cannot be had without running code of the program's. */
    public static byte @Nullable [] bytes(Class<?> type) {
        try {
            byte[] bytes = fromSource(type, path(type));
            return bytes != null ? bytes : fromJdkLoader(type);
        } catch (IOException | RuntimeException e) {
            Faults.swallow(e);
            return null;
        }
    }

    /** The file of another class from the same place; {@code internalName} as {@code com/acme/Shop}. */
    public static byte @Nullable [] bytes(Class<?> type, String internalName) {
        try {
            return fromSource(type, internalName.concat(CLASS));
        } catch (IOException | RuntimeException e) {
            Faults.swallow(e);
            return null;
        }
    }

    private static byte @Nullable [] fromSource(Class<?> type, String path) throws IOException {
        ClassPlace place = ClassPlace.of(ClassPlace.location(type.getProtectionDomain()));
        if (place == null) {
            return null;
        }
        File file = new File(place.file());
        if (file.isDirectory()) {
            return read(new File(file, path));
        }
        boolean isArchive = file.isFile() && !place.file().endsWith(".java");
        return isArchive ? readEntry(file, place.folder().concat(path)) : null;
    }

    /** The source launcher's loader, like all of the JDK's, can be asked: none of the program's code runs. */
    private static byte @Nullable [] fromJdkLoader(Class<?> type) throws IOException {
        ClassLoader loader = type.getClassLoader();
        if (loader == null || !loader.getClass().getModule().isNamed()) {
            return null;
        }
        try (InputStream in = loader.getResourceAsStream(path(type))) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private static byte @Nullable [] read(File file) throws IOException {
        if (!file.isFile()) {
            return null;
        }
        try (InputStream in = new FileInputStream(file)) {
            return in.readAllBytes();
        }
    }

    private static byte @Nullable [] readEntry(File jar, String name) throws IOException {
        try (ZipFile zip = new ZipFile(jar)) {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                return null;
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return in.readAllBytes();
            }
        }
    }

    private static String path(Class<?> type) {
        return type.getName().replace('.', '/').concat(CLASS);
    }
}
