package jpm.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.testdata.Jdk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class JdkHooksTest {
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void every_hooked_class_of_every_jdk_reports_once_per_hook(Jdk jdk) throws Exception {
        Map<String, List<String>> expected = new HashMap<>(Map.of(
                "java/lang/Thread", List.of("dispatchUncaughtException"),
                "java/util/concurrent/FutureTask", List.of("run", "runAndReset"),
                "java/util/concurrent/CompletableFuture", List.of("completeThrowable"),
                "java/util/concurrent/ForkJoinTask", List.of("doExec")));
        if (jdk.feature() >= 22) {
            expected.put("java/util/concurrent/ForkJoinTask$InterruptibleTask", List.of("exec"));
        }
        for (String name : expected.keySet()) {
            assertThat(JdkHooks.concerns(name)).as(name).isTrue();
            byte[] hooked = JdkHooks.transform(name, classFile(jdk, name));
            assertThat(hooked).as(name).isNotNull();
            assertThat(methodsThatReport(hooked)).as(name).containsExactlyInAnyOrderElementsOf(expected.get(name));
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void other_classes_are_left_alone(Jdk jdk) throws Exception {
        assertThat(JdkHooks.concerns("java/lang/String")).isFalse();
        assertThat(JdkHooks.transform("java/lang/String", classFile(jdk, "java/lang/String")))
                .isNull();
    }

    private static byte[] classFile(Jdk jdk, String internalName) throws Exception {
        try (var jrt = FileSystems.newFileSystem(
                URI.create("jrt:/"), Map.of("java.home", jdk.home().toString()))) {
            Path file = jrt.getPath("modules", "java.base", internalName + ".class");
            try (InputStream in = Files.newInputStream(file)) {
                return in.readAllBytes();
            }
        }
    }

    private static List<String> methodsThatReport(byte[] classFile) {
        List<String> methods = new ArrayList<>();
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access,
                                    String method,
                                    String descriptor,
                                    String signature,
                                    String[] exceptions) {
                                return new MethodVisitor(Opcodes.ASM9) {
                                    @Override
                                    public void visitMethodInsn(
                                            int opcode,
                                            String owner,
                                            String name,
                                            String descriptor,
                                            boolean inInterface) {
                                        if (owner.equals("java/lang/JpmCapture")) {
                                            methods.add(method);
                                        }
                                    }
                                };
                            }
                        },
                        0);
        return methods;
    }
}
