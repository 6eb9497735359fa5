package jpm.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Adds the regions' handlers to a method.
 *
 * <pre>
 *    H:  dup; astore X
 *        loads; site; invokestatic JpmCapture.c                                 once per site: takes and gives the exception
 *        dup; sites; invokestatic JpmCapture.passed                             only where the agent wants to know of all that is thrown
 *        athrow
 *    T:  pop; aload X; athrow
 * </pre>
 *
 * A catch-any entry leads from the calls to T: whatever goes wrong in them, the original exception goes on. All that throws
 * is covered by the method's own handlers where ours came before them. Nothing but an exception may lead to T: HotSpot's
 * first compiler gives up on methods where a handler is reached otherwise too. Regions without own handlers share T. Every
 * byte counts, because the compilers do not inline what has become too long.
 */
final class HandlerWriter {
    private static final String THROWABLE = "java/lang/Throwable";

    private final MethodNode method;
    private final InsnList code;
    private final int thrownSlot;
    private final boolean tellsOfThrown;
    private final List<TryCatchBlockNode> first = new ArrayList<>();
    private final List<TryCatchBlockNode> last = new ArrayList<>();
    private @Nullable Exit sharedExit;
    private @Nullable Exit uninitializedExit;
    private int maxStack;

    HandlerWriter(MethodNode method, boolean tellsOfThrown) {
        this.method = method;
        this.tellsOfThrown = tellsOfThrown;
        code = method.instructions;
        thrownSlot = method.maxLocals;
        maxStack = Math.max(2, method.maxStack);
    }

    /** Adds one region's handler, whose sites have consecutive ids from {@code siteId} on. */
    void add(Region region, List<SiteCall> calls, int siteId) {
        LabelNode handler = new LabelNode();
        LabelNode callStart = new LabelNode();
        LabelNode callEnd = new LabelNode();
        Exit exit = region.key.covering().isEmpty() ? sharedExit(region.key) : new Exit(region.key);
        cover(region, handler);
        code.add(handler);
        code.add(frame(region.key.locals(), THROWABLE));
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new VarInsnNode(Opcodes.ASTORE, thrownSlot));
        code.add(callStart);
        addCalls(calls, siteId);
        if (tellsOfThrown) {
            addTelling(calls.size());
        }
        code.add(callEnd);
        code.add(new InsnNode(Opcodes.ATHROW));
        last.add(new TryCatchBlockNode(callStart, callEnd, exit.start, null));
        if (!region.key.covering().isEmpty()) {
            LabelNode end = exit.write();
            for (TryCatchBlockNode own : region.key.covering()) {
                last.add(new TryCatchBlockNode(callEnd, end, own.handler, own.type));
            }
        }
    }

    private Exit sharedExit(Region.Key key) {
        boolean uninitialized = key.locals().contains(Opcodes.UNINITIALIZED_THIS);
        Exit exit = uninitialized ? uninitializedExit : sharedExit;
        if (exit == null) {
            exit = new Exit(key);
            if (uninitialized) {
                uninitializedExit = exit;
            } else {
                sharedExit = exit;
            }
        }
        return exit;
    }

    /** The instructions at T. */
    private final class Exit {
        private final LabelNode start = new LabelNode();
        private final List<Object> locals;

        Exit(Region.Key key) {
            locals = localsWithThrown(key);
        }

        /** Writes the instructions; the label behind them. */
        LabelNode write() {
            code.add(start);
            code.add(frame(locals, THROWABLE));
            code.add(new InsnNode(Opcodes.POP));
            code.add(new VarInsnNode(Opcodes.ALOAD, thrownSlot));
            code.add(new InsnNode(Opcodes.ATHROW));
            LabelNode end = new LabelNode();
            code.add(end);
            return end;
        }
    }

    private void cover(Region region, LabelNode handler) {
        List<TryCatchBlockNode> entries = region.key.comesFirst() ? first : last;
        for (Region.Range range : region.ranges) {
            LabelNode start = new LabelNode();
            LabelNode end = new LabelNode();
            code.insertBefore(range.first(), start);
            code.insert(range.last(), end);
            entries.add(new TryCatchBlockNode(start, end, handler, null));
        }
    }

    private void addCalls(List<SiteCall> calls, int firstSiteId) {
        int siteId = firstSiteId;
        for (SiteCall call : calls) {
            for (Captured captured : call.arguments()) {
                VariableLoads.load(code, captured);
            }
            code.add(VariableLoads.push(siteId++));
            code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, JdkHooks.CAPTURE_CLASS, "c", call.descriptor(), false));
            maxStack = Math.max(maxStack, call.stackSize());
        }
    }

    private void addTelling(int calls) {
        code.add(new InsnNode(Opcodes.DUP));
        code.add(VariableLoads.push(calls));
        code.add(new MethodInsnNode(
                Opcodes.INVOKESTATIC, JdkHooks.CAPTURE_CLASS, "passed", "(Ljava/lang/Throwable;I)V", false));
        maxStack = Math.max(maxStack, 3);
    }

    private static FrameNode frame(List<Object> locals, Object... stack) {
        Object[] frame = VerifierTypes.frame(locals);
        return new FrameNode(Opcodes.F_NEW, frame.length, frame, stack.length, stack);
    }

    /** The locals at T: what the method's own handlers may need where they are next, and the thrown object. */
    private List<Object> localsWithThrown(Region.Key key) {
        List<Object> locals = new ArrayList<>();
        if (key.comesFirst()) {
            locals.addAll(key.locals());
        } else if (key.locals().contains(Opcodes.UNINITIALIZED_THIS)) {
            locals.add(Opcodes.UNINITIALIZED_THIS);
        }
        while (locals.size() < thrownSlot) {
            locals.add(Opcodes.TOP);
        }
        locals.add(THROWABLE);
        return locals;
    }

    /** Makes the handlers part of the method; to be called once, after all were added. */
    void finish() {
        if (sharedExit != null) {
            sharedExit.write();
        }
        if (uninitializedExit != null) {
            uninitializedExit.write();
        }
        List<TryCatchBlockNode> blocks = new ArrayList<>(first);
        blocks.addAll(method.tryCatchBlocks);
        blocks.addAll(last);
        method.tryCatchBlocks = blocks;
        method.maxLocals = thrownSlot + 1;
        method.maxStack = maxStack;
    }
}
