package jpm.agent.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jpm.agent.instrument.Captured;
import jpm.agent.instrument.LocalVariables;
import jpm.agent.instrument.VariableLoads;
import jpm.snapshot.SiteTable;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Puts probes into the lines of a class:
 *
 * <pre>
 *        the values that the probe is asked with; id; invokestatic JpmProbe.isDue; ifeq L
 *        all variables in scope in two new arrays; id; invokestatic JpmProbe.hit
 *    L:  the line's first instruction
 * </pre>
 *
 * The stack stays as it is beneath, so that a line may begin in the middle of an expression. Class files before version 51, whose frames may be
 * missing, get probes without variables.
 */
final class ProbeWriter {
    private static final String PROBE = "java/lang/JpmProbe";
    private static final String IS_DUE = "(Ljava/lang/Object;Ljava/lang/Object;JJI)Z";
    private static final String HIT = "([Ljava/lang/Object;[JI)V";
    private static final int MAX_CODE_BYTES = 65_000;

    private ProbeWriter() {}

    /** Says which lines get probes. */
    interface Plan {
        /** Whether a line gets any. */
        boolean includes(int line);

        /** The probes at a place, each asked after the other. */
        List<ProbeCall> at(LineSite site);
    }

    /**
     * The class with probes, or null where none of its lines gets one.
     *
     * @throws RuntimeException when the class file is damaged or becomes too large
     */
    static byte @Nullable [] write(byte[] classFile, String sourceFile, Plan plan) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        Rewriter rewriter = new Rewriter(writer, reader.getClassName(), sourceFile, plan);
        reader.accept(rewriter, ClassReader.EXPAND_FRAMES);
        return rewriter.changed ? writer.toByteArray() : null;
    }

    private static final class Rewriter extends ClassVisitor {
        private final String className;
        private final String sourceFile;
        private final Plan plan;
        private boolean changed;
        private boolean hasFrames;

        Rewriter(ClassWriter next, String className, String sourceFile, Plan plan) {
            super(Opcodes.ASM9, next);
            this.className = className;
            this.sourceFile = sourceFile;
            this.plan = plan;
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            hasFrames = (version & 0xFFFF) > Opcodes.V1_6;
            super.visit(version, access, name, signature, superName, interfaces);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new MethodNode(Opcodes.ASM9, access, name, descriptor, signature, exceptions) {
                @Override
                public void visitEnd() {
                    changed |= new ProbedMethod(this, Rewriter.this).insert();
                    accept(Rewriter.this.cv);
                }
            };
        }
    }

    /** The types of locals and of the stack at an instruction. */
    private record Types(List<Object> locals, List<Object> stack) {}

    private static final class ProbedMethod {
        private final MethodNode method;
        private final Rewriter type;
        private final InsnList code;
        private final Map<Label, LabelNode> labels = new HashMap<>();

        ProbedMethod(MethodNode method, Rewriter type) {
            this.method = method;
            this.type = type;
            this.code = method.instructions;
        }

        /** Whether the method got any probe. */
        boolean insert() {
            Map<AbstractInsnNode, Integer> places = places();
            if (places.isEmpty()) {
                return false;
            }
            Map<AbstractInsnNode, Types> types = types(places.keySet());
            LocalVariables variables = new LocalVariables(type.className, method, false, false);
            Map<AbstractInsnNode, InsnList> added = new HashMap<>();
            for (Map.Entry<AbstractInsnNode, Integer> place : places.entrySet()) {
                Types at = types.get(place.getKey());
                if (at != null) {
                    LineSite site = site(place.getValue(), place.getKey(), at, variables);
                    added.put(place.getKey(), probes(site, at));
                }
            }
            added.forEach(code::insertBefore);
            return !added.isEmpty();
        }

        /** The first instruction of each run of instructions that belong to a wanted line. */
        private Map<AbstractInsnNode, Integer> places() {
            Map<AbstractInsnNode, Integer> places = new HashMap<>();
            int current = -1;
            int begun = -1;
            for (AbstractInsnNode node : code.toArray()) {
                if (node instanceof LineNumberNode line) {
                    begun = line.line != current ? line.line : -1;
                    current = line.line;
                } else if (node.getOpcode() >= 0 && begun >= 0) {
                    if (type.plan.includes(begun)) {
                        places.put(node, begun);
                    }
                    begun = -1;
                }
            }
            return places;
        }

        private Map<AbstractInsnNode, Types> types(Set<AbstractInsnNode> wanted) {
            labelAllocations();
            AnalyzerAdapter analyzer = new Tracker(type.className, method);
            Map<AbstractInsnNode, Types> types = new HashMap<>();
            for (AbstractInsnNode node : code.toArray()) {
                if (node instanceof LabelNode label) {
                    labels.put(label.getLabel(), label);
                }
                if (wanted.contains(node) && analyzer.locals != null) {
                    types.put(node, new Types(new ArrayList<>(analyzer.locals), new ArrayList<>(analyzer.stack)));
                }
                node.accept(analyzer);
            }
            return types;
        }

        /** Frames name objects that are not initialized by the labels of their allocations. */
        private void labelAllocations() {
            for (AbstractInsnNode node : code.toArray()) {
                if (node.getOpcode() == Opcodes.NEW && !(node.getPrevious() instanceof LabelNode)) {
                    code.insertBefore(node, new LabelNode());
                }
            }
        }

        private LineSite site(int line, AbstractInsnNode node, Types at, LocalVariables variables) {
            return new LineSite(
                    type.className,
                    type.sourceFile,
                    new SiteTable.Method(method.name, method.desc, method.access & 0xFFFF),
                    line,
                    type.hasFrames ? variables.at(node, at.locals()) : List.of());
        }

        private InsnList probes(LineSite site, Types at) {
            InsnList probes = new InsnList();
            for (ProbeCall call : type.plan.at(site)) {
                if (code.size() + probes.size() < MAX_CODE_BYTES / 3) {
                    addProbe(probes, call, site, at);
                }
            }
            return probes;
        }

        private void addProbe(InsnList probes, ProbeCall call, LineSite site, Types at) {
            LabelNode end = new LabelNode();
            for (int i = 0; i < ProbeCall.MAX_EACH; i++) {
                probes.add(
                        i < call.references().size()
                                ? new VarInsnNode(
                                        Opcodes.ALOAD, call.references().get(i).slot())
                                : new InsnNode(Opcodes.ACONST_NULL));
            }
            for (int i = 0; i < ProbeCall.MAX_EACH; i++) {
                if (i < call.primitives().size()) {
                    VariableLoads.load(probes, call.primitives().get(i));
                } else {
                    probes.add(new InsnNode(Opcodes.LCONST_0));
                }
            }
            probes.add(VariableLoads.push(call.id()));
            probes.add(new MethodInsnNode(Opcodes.INVOKESTATIC, PROBE, "isDue", IS_DUE, false));
            probes.add(new JumpInsnNode(Opcodes.IFEQ, end));
            addArrays(probes, site.variables());
            probes.add(VariableLoads.push(call.id()));
            probes.add(new MethodInsnNode(Opcodes.INVOKESTATIC, PROBE, "hit", HIT, false));
            probes.add(end);
            if (type.hasFrames) {
                probes.add(frame(at));
                // Two frames must not stand at one place: another probe or a jump's target may follow.
                probes.add(new InsnNode(Opcodes.NOP));
            }
        }

        private void addArrays(InsnList probes, List<Captured> variables) {
            List<Captured> references = new ArrayList<>();
            List<Captured> primitives = new ArrayList<>();
            for (Captured captured : variables) {
                (captured.variable().isPrimitive() ? primitives : references).add(captured);
            }
            probes.add(VariableLoads.push(references.size()));
            probes.add(new TypeInsnNode(Opcodes.ANEWARRAY, "java/lang/Object"));
            addElements(probes, references, Opcodes.AASTORE);
            probes.add(VariableLoads.push(primitives.size()));
            probes.add(new IntInsnNode(Opcodes.NEWARRAY, Opcodes.T_LONG));
            addElements(probes, primitives, Opcodes.LASTORE);
        }

        private static void addElements(InsnList probes, List<Captured> variables, int store) {
            for (int i = 0; i < variables.size(); i++) {
                probes.add(new InsnNode(Opcodes.DUP));
                probes.add(VariableLoads.push(i));
                VariableLoads.load(probes, variables.get(i));
                probes.add(new InsnNode(store));
            }
        }

        private FrameNode frame(Types at) {
            Object[] locals = elements(at.locals(), true);
            Object[] stack = elements(at.stack(), false);
            return new FrameNode(Opcodes.F_NEW, locals.length, locals, stack.length, stack);
        }

        /** As frames want them: without a long's or double's second slot, labels as nodes. */
        private Object[] elements(List<Object> slots, boolean cutEnd) {
            List<Object> elements = new ArrayList<>();
            for (int i = 0; i < slots.size(); i++) {
                Object element = slots.get(i);
                elements.add(
                        element instanceof Label label ? labels.getOrDefault(label, new LabelNode(label)) : element);
                if (element == Opcodes.LONG || element == Opcodes.DOUBLE) {
                    i++;
                }
            }
            while (cutEnd && !elements.isEmpty() && elements.get(elements.size() - 1) == Opcodes.TOP) {
                elements.remove(elements.size() - 1);
            }
            return elements.toArray();
        }
    }

    /** The analyser with the constructor that subclasses must use. */
    private static final class Tracker extends AnalyzerAdapter {
        Tracker(String owner, MethodNode method) {
            super(Opcodes.ASM9, owner, method.access, method.name, method.desc, null);
        }
    }
}
