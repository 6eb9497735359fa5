package jpm.agent.instrument;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;

/**
 * A bytecode instruction with the verifier's knowledge of the locals before it.
 *
 * @param node the instruction; never a label, a line or a frame
 * @param bci its index in the class file as read
 * @param locals one element per slot in the notation of {@code MethodVisitor.visitFrame}, except that a long or a double is
 *     followed by {@code TOP}; null in code that cannot be reached. The same list as before where nothing changed
 */
record Instruction(AbstractInsnNode node, int bci, @Nullable List<Object> locals) {}
