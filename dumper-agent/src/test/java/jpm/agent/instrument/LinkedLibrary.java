package jpm.agent.instrument;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The classes of a jar of the class path, changed by the code under test and linked by a loader of their own. */
public final class LinkedLibrary {
    private final Path jar;
    private final ClassChange change;
    private final List<String> verifyErrors = new ArrayList<>();
    private int linked;

    /** What becomes of a class before it is defined. */
    @FunctionalInterface
    public interface ClassChange {
        byte[] changed(String name, byte[] plain);
    }

    public LinkedLibrary(String library, ClassChange change) {
        this.jar = jarOf(library);
        this.change = change;
    }

    private static Path jarOf(String library) {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (path.getFileName().toString().matches(library + "-[0-9.]+\\.jar")) {
                return path;
            }
        }
        throw new IllegalStateException("not on the class path: " + library);
    }

    /** The classes that the verifier refused, with its words. */
    public List<String> verifyErrors() {
        return verifyErrors;
    }

    public int linked() {
        return linked;
    }

    /** Links every class of the jar, and initialises none. */
    public void linkAll() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Loader loader = new Loader(file);
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                String name = entries.nextElement().getName();
                if (name.endsWith(".class") && !name.contains("META-INF") && !name.endsWith("-info.class")) {
                    link(loader, name.substring(0, name.length() - 6).replace('/', '.'));
                }
            }
        }
    }

    private void link(Loader loader, String name) {
        try {
            // Asking for the methods links the class, and does not initialise it.
            Class.forName(name, false, loader).getDeclaredMethods();
            linked++;
        } catch (VerifyError e) {
            verifyErrors.add(name + ": " + e.getMessage());
        } catch (ClassNotFoundException | LinkageError e) {
            // A dependency that the library does without.
        }
    }

    private final class Loader extends ClassLoader {
        private final JarFile file;

        Loader(JarFile file) {
            super(ClassLoader.getPlatformClassLoader());
            this.file = file;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            JarEntry entry = file.getJarEntry(name.replace('.', '/') + ".class");
            if (entry == null) {
                return ClassLoader.getSystemClassLoader().loadClass(name);
            }
            try (var in = file.getInputStream(entry)) {
                byte[] changed = change.changed(name, in.readAllBytes());
                return defineClass(name, changed, 0, changed.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
