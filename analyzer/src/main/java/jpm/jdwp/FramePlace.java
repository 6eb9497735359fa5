package jpm.jdwp;

import java.util.ArrayList;
import java.util.List;
import jpm.classfile.ClassFile.Line;
import jpm.classfile.ClassFile.Variable;
import jpm.classfile.Descriptor;
import jpm.debug.CodePlace;
import jpm.debug.Local;

/**
 * Where in the code a frame stands. A dump tells the line, and at best a region of bytecode: of the indexes that these allow the one is taken at
 * which the table of variables agrees best with the variables that the frame is known to have.
 */
record FramePlace(MethodMirror method, long codeIndex) {
    /** The place of a frame that is in one of these methods. */
    static FramePlace find(FrameUse use, List<MethodMirror> methods) {
        MethodMirror method = method(use, methods);
        return new FramePlace(method, codeIndex(use, method));
    }

    private static MethodMirror method(FrameUse use, List<MethodMirror> methods) {
        MethodMirror found = null;
        for (MethodMirror method : methods) {
            if (use.mayBeIn(method.name(), method.descriptor())) {
                if (!use.hasLine() || hasLine(method, use)) {
                    return method;
                }
                found = found == null ? method : found;
            }
        }
        if (found == null) {
            throw new CommandFailure(ErrorCode.INTERNAL);
        }
        return found;
    }

    private static boolean hasLine(MethodMirror method, FrameUse use) {
        return method.lines().stream().anyMatch(line -> isAt(line, use));
    }

    private static boolean isAt(Line line, FrameUse use) {
        return use.frame().firstLine() <= line.line()
                && line.line() <= use.frame().lastLine();
    }

    private static long codeIndex(FrameUse use, MethodMirror method) {
        if (method.isNative() || use.frame().isNative()) {
            return MethodMirror.NO_CODE_INDEX;
        }
        long best = MethodMirror.NO_CODE_INDEX;
        int bestScore = Integer.MIN_VALUE;
        List<Local> locals = use.locals();
        for (int index : candidates(use, method)) {
            int score = score(index, method, locals);
            if (score > bestScore) {
                best = index;
                bestScore = score;
            }
        }
        // Clients take an index outside of the code for an error of their own.
        return best < 0 && !method.lines().isEmpty() ? 0 : best;
    }

    /** The indexes at which lines or scopes begin, as far as the frame may be there. */
    private static List<Integer> candidates(FrameUse use, MethodMirror method) {
        CodePlace place = use.place();
        List<Integer> begins = new ArrayList<>();
        method.lines().forEach(line -> begins.add(line.startBci()));
        variables(method).forEach(variable -> begins.add(variable.startBci()));
        if (place.firstBci() >= 0 && method.code() != null) {
            begins.add(place.firstBci());
        }
        return begins.stream()
                .filter(index -> method.code() == null || place.mayBe(index))
                .filter(index -> index <= method.lastCodeIndex())
                .filter(index -> method.lines().isEmpty() || use.hasLine() && isAt(lineAt(index, method), use))
                .sorted()
                .distinct()
                .toList();
    }

    private static Line lineAt(int index, MethodMirror method) {
        Line at = new Line(0, 0);
        for (Line line : method.lines()) {
            if (line.startBci() <= index && line.startBci() >= at.startBci()) {
                at = line;
            }
        }
        return at;
    }

    private static List<Variable> variables(MethodMirror method) {
        List<Variable> variables = method.code() == null ? null : method.code().variables();
        return variables == null ? List.of() : variables;
    }

    /** How many variables in scope are the frame's, less those that are not; none of it counts where none of the frame's are known. */
    private static int score(int index, MethodMirror method, List<Local> locals) {
        int score = 0;
        for (Variable variable : variables(method)) {
            if (variable.isInScope(index)) {
                score += locals.stream().anyMatch(local -> isThat(local, variable)) ? 1 : -1;
            }
        }
        return locals.isEmpty() ? 0 : score;
    }

    static boolean isThat(Local local, Variable variable) {
        return local.name().equals(variable.name())
                && (local.type().equals("?") || isOfType(local, variable.descriptor()));
    }

    /** Primitives must agree; of a reference the dump may know the object's class only. */
    private static boolean isOfType(Local local, String descriptor) {
        String own = Descriptor.ofSourceForm(local.type());
        return own.length() == 1 || descriptor.length() == 1 ? own.equals(descriptor) : true;
    }
}
