package jpm.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Patched methods of the JDK, read by ASM before and after. */
class ClassPatchTest {
    private static final int NOPS = 4;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void nothingButTheInsertedCodeIsNew(Jdk jdk) throws IOException {
        int patched = 0;
        for (byte[] classFile : classFiles(jdk)) {
            ClassNode before = node(classFile);
            for (MethodNode method : before.methods) {
                boolean first = before.methods.stream()
                        .filter(each -> each.name.equals(method.name))
                        .allMatch(each -> each == method);
                if (first && method.instructions.size() > 0 && !startsWithFrame(method)) {
                    assertSame(classFile, method, false);
                    assertSame(classFile, method, true);
                    patched++;
                }
            }
        }
        assertThat(patched).isGreaterThan(500);
    }

    private static void assertSame(byte[] classFile, MethodNode before, boolean jumpsBehind) {
        byte[] patched = new ClassPatch(classFile)
                .insert(before.name, before.desc, new byte[NOPS], before.maxStack + 1, jumpsBehind);
        MethodNode after = node(patched).methods.stream()
                .filter(each -> each.name.equals(before.name))
                .findFirst()
                .orElseThrow();
        List<String> expected = text(before, NOPS);
        if (jumpsBehind && expected.stream().anyMatch(line -> line.contains(" frame "))) {
            expected.add(expected.indexOf("code") + 1, NOPS + " frame same");
        }
        assertThat(text(after, 0).stream().filter(line -> !line.endsWith("nop")))
                .as("%s.%s", node(classFile).name, before.name)
                .containsExactlyElementsOf(expected);
        assertThat(after.maxStack).isEqualTo(before.maxStack + 1);
    }

    @Test
    void aMethodThatIsNotThereIsNotPatched() throws IOException {
        byte[] classFile = classFiles(Jdks.running()).get(0);
        assertThat(new ClassPatch(classFile).insert("noSuchMethod", "(", new byte[NOPS], 0, false))
                .isNull();
        assertThat(new ClassPatch(classFile).withFlags("noSuchMethod", "(", 1)).isNull();
    }

    private static List<byte[]> classFiles(Jdk jdk) throws IOException {
        List<byte[]> files = new ArrayList<>();
        try (FileSystem jrt = FileSystems.newFileSystem(
                URI.create("jrt:/"), Map.of("java.home", jdk.home().toString()))) {
            for (String folder : List.of("java/lang", "java/util/concurrent")) {
                try (Stream<Path> list = Files.list(jrt.getPath("modules", "java.base", folder))) {
                    for (Path file : (Iterable<Path>)
                            list.filter(each -> each.toString().matches(".*/[F-T][a-zA-Z]*\\.class"))::iterator) {
                        files.add(Files.readAllBytes(file));
                    }
                }
            }
        }
        return files;
    }

    private static ClassNode node(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, 0);
        return node;
    }

    /** A loop back to the first instruction has a frame there, which then serves the inserted code too. */
    private static boolean startsWithFrame(MethodNode method) {
        for (AbstractInsnNode each = method.instructions.getFirst();
                each != null && each.getOpcode() < 0;
                each = each.getNext()) {
            if (each instanceof FrameNode) {
                return true;
            }
        }
        return false;
    }

    /** A method line by line, its instructions numbered from a number on. */
    private static List<String> text(MethodNode method, int from) {
        Map<AbstractInsnNode, Integer> numbers = new IdentityHashMap<>();
        int number = from;
        for (AbstractInsnNode each : method.instructions) {
            numbers.put(each, number);
            number += each.getOpcode() >= 0 ? 1 : 0;
        }
        List<String> lines = new ArrayList<>();
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            lines.add("catch " + numbers.get(block.start) + " " + numbers.get(block.end) + " "
                    + numbers.get(block.handler) + " " + block.type);
        }
        for (LocalVariableNode variable :
                method.localVariables == null ? List.<LocalVariableNode>of() : method.localVariables) {
            int start = numbers.get(variable.start);
            lines.add("variable " + variable.name + " " + (start == from ? 0 : start) + " " + numbers.get(variable.end)
                    + " " + variable.index);
        }
        for (AbstractInsnNode each : method.instructions) {
            if (each instanceof LineNumberNode line) {
                int start = numbers.get(each);
                lines.add("line " + line.line + " at " + (start == from ? 0 : start));
            }
        }
        lines.add("code");
        for (AbstractInsnNode each : method.instructions) {
            if (each instanceof FrameNode frame) {
                lines.add(numbers.get(each) + " frame " + frame(frame, numbers));
            }
        }
        for (AbstractInsnNode each : method.instructions) {
            if (each.getOpcode() >= 0) {
                lines.add(numbers.get(each) + " " + instruction(each, numbers));
            }
        }
        return lines;
    }

    private static String frame(FrameNode frame, Map<AbstractInsnNode, Integer> numbers) {
        if (frame.type == org.objectweb.asm.Opcodes.F_SAME) {
            return "same";
        }
        return frame.type + " " + types(frame.local, numbers) + " " + types(frame.stack, numbers);
    }

    private static String types(List<Object> types, Map<AbstractInsnNode, Integer> numbers) {
        StringBuilder text = new StringBuilder();
        for (Object type : types == null ? List.of() : types) {
            text.append(type instanceof LabelNode label ? "new " + numbers.get(label) : String.valueOf(type))
                    .append(';');
        }
        return text.toString();
    }

    private static String instruction(AbstractInsnNode node, Map<AbstractInsnNode, Integer> numbers) {
        if (node.getOpcode() == 0) {
            return "nop";
        }
        String operand = "";
        if (node instanceof JumpInsnNode jump) {
            operand = "to " + numbers.get(jump.label);
        } else if (node instanceof TableSwitchInsnNode table) {
            operand = table.min + " " + targets(table.dflt, table.labels, numbers);
        } else if (node instanceof LookupSwitchInsnNode lookup) {
            operand = lookup.keys + " " + targets(lookup.dflt, lookup.labels, numbers);
        } else if (node instanceof MethodInsnNode call) {
            operand = call.owner + "." + call.name + call.desc;
        } else if (node instanceof VarInsnNode variable) {
            operand = "" + variable.var;
        } else if (node instanceof LdcInsnNode constant) {
            operand = "" + constant.cst;
        } else if (node instanceof TypeInsnNode type) {
            operand = type.desc;
        } else if (node instanceof IntInsnNode number) {
            operand = "" + number.operand;
        } else if (node instanceof IincInsnNode increment) {
            operand = increment.var + " by " + increment.incr;
        }
        return node.getOpcode() + " " + operand;
    }

    private static String targets(LabelNode other, List<LabelNode> labels, Map<AbstractInsnNode, Integer> numbers) {
        StringBuilder text = new StringBuilder("else " + numbers.get(other));
        labels.forEach(label -> text.append(' ').append(numbers.get(label)));
        return text.toString();
    }
}
