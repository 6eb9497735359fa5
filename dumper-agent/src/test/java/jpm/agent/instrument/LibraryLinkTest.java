package jpm.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The JVM's verifier accepts every instrumented class of large libraries; the verifier is the oracle. */
class LibraryLinkTest {
    static final List<String> LIBRARIES =
            List.of("h2", "jackson-databind", "kotlin-stdlib", "scala-library", "lucene-core");

    @ParameterizedTest
    @FieldSource("LIBRARIES")
    void the_verifier_takes_every_class(String library) throws IOException {
        Linking linking = new Linking(library, false);
        linking.linkAll();
        assertThat(linking.verifyErrors).isEmpty();
        assertThat(linking.faults).isEmpty();
        assertThat(linking.instrumented).isGreaterThan(300);
        assertThat(linking.linked).isGreaterThan(linking.instrumented * 9 / 10);
    }

    /** The JDKs besides the one that runs the tests. */
    static List<Jdk> otherJdks() {
        return Jdks.installed().stream()
                .filter(jdk -> jdk.feature() != Runtime.version().feature())
                .toList();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("otherJdks")
    void the_verifiers_of_other_jdks_take_every_class(Jdk jdk) {
        JvmProcess.Result linked = JvmProcess.with(jdk)
                .flags("-XX:TieredStopAtLevel=1")
                .classPath(classPath())
                .main(LibraryLinkTest.class.getName())
                .run();

        assertThat(linked.stderr()).isEmpty();
        assertThat(linked.stdoutLines()).containsExactlyElementsOf(LIBRARIES);
        assertThat(linked.exitCode()).isZero();
    }

    /** Links all libraries in a JVM of its own; prints the names of those that could be, and what went wrong with the others. */
    public static void main(String[] arguments) throws IOException {
        for (String library : LIBRARIES) {
            Linking linking = new Linking(library, false);
            linking.linkAll();
            linking.verifyErrors.forEach(System.out::println);
            linking.faults.forEach(System.out::println);
            boolean most = linking.instrumented > 300 && linking.linked > linking.instrumented * 9 / 10;
            System.out.println(most ? library : library + ": " + linking.linked + " of " + linking.instrumented);
        }
    }

    private static Path[] classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toArray(Path[]::new);
    }

    @Test
    void the_verifier_refuses_a_handler_with_one_wrong_type() throws IOException {
        Linking linking = new Linking("jackson-databind", true);
        linking.linkAll();
        assertThat(linking.verifyErrors).hasSizeGreaterThan(300);
    }

    /** Links the classes of one jar of the class path in a loader that instruments them. */
    private static final class Linking {
        final List<String> verifyErrors = new ArrayList<>();
        final List<String> faults = new ArrayList<>();
        int instrumented;
        int linked;
        private final boolean spoiled;
        private final Path jar;

        Linking(String library, boolean spoiled) {
            this.spoiled = spoiled;
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
                    byte[] bytes = in.readAllBytes();
                    byte[] handled = instrument(name, bytes);
                    byte[] defined = handled == null ? bytes : handled;
                    return defineClass(name, defined, 0, defined.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }

            private byte @Nullable [] instrument(String name, byte[] bytes) {
                try {
                    byte[] handled = new LocalsInstrumenter().instrument(bytes, (table, count) -> 100_000);
                    instrumented += handled == null ? 0 : 1;
                    return handled == null || !spoiled ? handled : spoil(handled);
                } catch (RuntimeException e) {
                    faults.add(name + ": " + e);
                    return null;
                }
            }
        }
    }

    /** Makes the first local of each handler's frame an uncalled-for array. */
    private static byte[] spoil(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                        return new MethodVisitor(Opcodes.ASM9, next) {
                            @Override
                            public void visitFrame(int type, int locals, Object[] local, int stacked, Object[] stack) {
                                boolean handler = stacked == 1 && stack[0].equals("java/lang/Throwable");
                                if (handler && locals > 0 && local[0] instanceof String) {
                                    local = local.clone();
                                    local[0] = "[J";
                                }
                                super.visitFrame(type, locals, local, stacked, stack);
                            }
                        };
                    }
                },
                ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }
}
