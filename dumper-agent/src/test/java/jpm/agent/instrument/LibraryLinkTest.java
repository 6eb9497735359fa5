package jpm.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
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
        Linking linking = new Linking(library, false, false);
        linking.library.linkAll();
        assertThat(linking.library.verifyErrors()).isEmpty();
        assertThat(linking.faults).isEmpty();
        assertThat(linking.isMost()).as("%s", linking).isTrue();
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
            // In one case the handlers tell of what is thrown, too, and come before all others.
            boolean areMost = true;
            for (boolean tellsOfThrown : new boolean[] {false, true}) {
                Linking linking = new Linking(library, tellsOfThrown, false);
                linking.library.linkAll();
                linking.library.verifyErrors().forEach(System.out::println);
                linking.faults.forEach(System.out::println);
                areMost &= linking.isMost();
            }
            System.out.println(areMost ? library : library + ": too few classes");
        }
    }

    private static Path[] classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toArray(Path[]::new);
    }

    @Test
    void the_verifier_refuses_a_handler_with_one_wrong_type() throws IOException {
        Linking linking = new Linking("jackson-databind", false, true);
        linking.library.linkAll();
        assertThat(linking.library.verifyErrors()).hasSizeGreaterThan(300);
    }

    /** The instrumented classes of a library. */
    private static final class Linking {
        final List<String> faults = new ArrayList<>();
        final LinkedLibrary library;
        int instrumented;
        private final boolean tellsOfThrown;
        private final boolean spoiled;

        Linking(String library, boolean tellsOfThrown, boolean spoiled) {
            this.tellsOfThrown = tellsOfThrown;
            this.spoiled = spoiled;
            this.library = new LinkedLibrary(library, this::instrument);
        }

        private byte[] instrument(String name, byte[] plain) {
            try {
                byte[] handled = new LocalsInstrumenter(tellsOfThrown).instrument(plain, (table, count) -> 100_000);
                instrumented += handled == null ? 0 : 1;
                byte[] defined = handled == null ? plain : handled;
                return handled == null || !spoiled ? defined : spoil(handled);
            } catch (RuntimeException e) {
                faults.add(name + ": " + e);
                return plain;
            }
        }

        /** Whether so many classes were instrumented and linked that the others do not matter. */
        boolean isMost() {
            return instrumented > 300 && library.linked() > instrumented * 9 / 10;
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
