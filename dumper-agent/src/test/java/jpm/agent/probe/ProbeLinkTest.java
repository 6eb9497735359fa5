package jpm.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import jpm.agent.instrument.Captured;
import jpm.agent.instrument.LocalsInstrumenter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JVM's verifier accepts a probe in every line of large libraries, with and without the handlers of exceptions. */
class ProbeLinkTest {
    @ParameterizedTest
    @ValueSource(strings = {"h2", "jackson-databind", "kotlin-stdlib", "scala-library"})
    void theVerifierTakesEveryClass(String library) throws IOException {
        Linking linking = new Linking(library);
        linking.linkAll();

        assertThat(linking.problems).isEmpty();
        assertThat(linking.probed).isGreaterThan(300);
        assertThat(linking.probes).isGreaterThan(5_000);
    }

    private static final class Linking {
        private final List<String> problems = new ArrayList<>();
        private final Path jar;
        private int probed;
        private int probes;

        Linking(String library) {
            jar = jarOf(library);
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

        void linkAll() throws IOException {
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
                Class.forName(name, false, loader).getDeclaredMethods();
            } catch (VerifyError e) {
                problems.add(name + ": " + e.getMessage());
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
                    byte[] changed = changed(name, in.readAllBytes());
                    return defineClass(name, changed, 0, changed.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }

            /** Every other class has handlers, too. */
            private byte[] changed(String name, byte[] plain) {
                byte[] handled = name.hashCode() % 2 == 0
                        ? new LocalsInstrumenter().instrument(plain, (table, count) -> 7)
                        : null;
                byte[] before = handled == null ? plain : handled;
                try {
                    byte[] after = ProbeWriter.write(before, "", new EveryLine());
                    probed += after == null ? 0 : 1;
                    return after == null ? before : after;
                } catch (org.objectweb.asm.MethodTooLargeException tooLarge) {
                    return before;
                } catch (RuntimeException e) {
                    problems.add(name + ": " + e);
                    return before;
                }
            }
        }

        private final class EveryLine implements ProbeWriter.Plan {
            @Override
            public boolean includes(int line) {
                return true;
            }

            @Override
            public List<ProbeCall> at(LineSite site) {
                probes++;
                return List.of(new ProbeCall(40_000, some(site, false), some(site, true)));
            }

            private List<Captured> some(LineSite site, boolean primitive) {
                return site.variables().stream()
                        .filter(each -> each.variable().isPrimitive() == primitive)
                        .limit(ProbeCall.MAX_EACH)
                        .toList();
            }
        }
    }
}
