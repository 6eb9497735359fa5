package jpm.jdwp;

import java.util.Map;
import jpm.classfile.ClassFile;

/** Command set 6, Method. */
final class MethodCommands {
    private static final int SET = 6 << 8;

    private final DeadVm vm;

    MethodCommands(DeadVm vm) {
        this.vm = vm;
    }

    void addTo(Map<Integer, Command> table) {
        table.put(SET + 1, (request, answer, client) -> lines(method(request), answer));
        table.put(SET + 2, (request, answer, client) -> variables(method(request), answer, false));
        table.put(SET + 3, (request, answer, client) -> bytecodes(method(request), answer));
        table.put(SET + 4, (request, answer, client) -> {
            method(request);
            answer.flag(false);
        });
        table.put(SET + 5, (request, answer, client) -> variables(method(request), answer, true));
    }

    private MethodMirror method(Request request) {
        ClassMirror mirror = vm.classes.withId(request.id());
        MethodMirror method = vm.methodWithId(request.id());
        if (!mirror.lineage().contains(method.declaringClass())) {
            throw new CommandFailure(ErrorCode.INVALID_METHODID);
        }
        return method;
    }

    /** Without debug information the table is empty: clients do not expect to be told that it is absent. */
    private static void lines(MethodMirror method, Answer answer) {
        if (method.isNative()) {
            throw new CommandFailure(ErrorCode.NATIVE_METHOD);
        }
        boolean hasLines = !method.lines().isEmpty();
        answer.id(hasLines ? 0 : MethodMirror.NO_CODE_INDEX)
                .id(hasLines ? method.lastCodeIndex() : MethodMirror.NO_CODE_INDEX);
        answer.list(method.lines(), line -> answer.id(line.startBci()).integer(line.line()));
    }

    private void variables(MethodMirror method, Answer answer, boolean withGeneric) {
        if (method.isNative()) {
            throw new CommandFailure(ErrorCode.NATIVE_METHOD);
        }
        VariableTable table = vm.frames.variables(method);
        if (table.isAbsent() && !hasVariableNames(method.declaringClass())) {
            throw new CommandFailure(ErrorCode.ABSENT_INFORMATION);
        }
        answer.integer(table.argumentSlots());
        answer.list(table.rows(), row -> {
            answer.id(row.startIndex()).text(row.name()).text(row.signature());
            if (withGeneric) {
                answer.textOrEmpty(row.genericSignature());
            }
            answer.integer(row.length()).integer(row.slot());
        });
    }

    /** Compilers leave the table away for a method without variables; that others of the class have one tells it from a class without names. */
    private static boolean hasVariableNames(ClassMirror mirror) {
        return mirror.declaration().methods().stream()
                .anyMatch(method -> method.code() != null && method.code().variables() != null);
    }

    private static void bytecodes(MethodMirror method, Answer answer) {
        if (method.isNative()) {
            throw new CommandFailure(ErrorCode.NATIVE_METHOD);
        }
        ClassFile.Code code = method.code();
        boolean isAbstract = (method.modifiers() & MethodMirror.ABSTRACT) != 0;
        if (code == null && !isAbstract) {
            throw new CommandFailure(ErrorCode.ABSENT_INFORMATION);
        }
        answer.bytes(code == null ? new byte[0] : code.bytes());
    }
}
