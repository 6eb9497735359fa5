package jpm.jdwp;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import jpm.classfile.ClassFile;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Command sets 2 to 5: ReferenceType, ClassType, ArrayType and InterfaceType. */
final class ReferenceTypeCommands {
    private static final int REFERENCE_TYPE = 2 << 8;
    private static final int CLASS_TYPE = 3 << 8;
    private static final int INTERFACE_TYPE = 5 << 8;
    private static final int SYNTHETIC = 0x1000;
    /** What the protocol adds to the modifiers of synthetic members. */
    private static final int SYNTHETIC_MEMBER = 0xf0000000;

    private final DeadVm vm;
    private final Values values;

    ReferenceTypeCommands(DeadVm vm) {
        this.vm = vm;
        this.values = new Values(vm);
    }

    /** What is asked of a class alone. */
    private Command ofClass(BiConsumer<ClassMirror, Answer> command) {
        return (request, answer, client) -> command.accept(vm.classes.withId(request.id()), answer);
    }

    void addTo(Map<Integer, Command> table) {
        table.put(REFERENCE_TYPE + 1, ofClass((mirror, answer) -> answer.text(mirror.signature)));
        table.put(REFERENCE_TYPE + 2, ofClass((mirror, answer) -> answer.id(mirror.loaderId)));
        table.put(
                REFERENCE_TYPE + 3,
                ofClass((mirror, answer) -> answer.integer(mirror.declaration().modifiers())));
        table.put(REFERENCE_TYPE + 4, ofClass((mirror, answer) -> fields(mirror, answer, false)));
        table.put(REFERENCE_TYPE + 5, ofClass((mirror, answer) -> methods(mirror, answer, false)));
        table.put(REFERENCE_TYPE + 6, this::staticValues);
        table.put(
                REFERENCE_TYPE + 7,
                ofClass((mirror, answer) ->
                        answer.text(known(mirror.declaration().sourceFile()))));
        table.put(REFERENCE_TYPE + 8, (request, answer, client) -> nestedTypes(request.id(), answer));
        table.put(REFERENCE_TYPE + 9, ofClass((mirror, answer) -> answer.integer(VirtualMachineCommands.STATUS)));
        table.put(
                REFERENCE_TYPE + 10,
                ofClass((mirror, answer) ->
                        answer.list(mirror.declaration().interfaces(), type -> answer.id(type.id))));
        table.put(REFERENCE_TYPE + 11, ofClass((mirror, answer) -> answer.id(mirror.id)));
        table.put(
                REFERENCE_TYPE + 12,
                ofClass((mirror, answer) -> answer.text(known(file(mirror).sourceDebugExtension()))));
        table.put(
                REFERENCE_TYPE + 13,
                ofClass((mirror, answer) -> answer.text(mirror.signature).textOrEmpty(mirror.genericSignature())));
        table.put(REFERENCE_TYPE + 14, ofClass((mirror, answer) -> fields(mirror, answer, true)));
        table.put(REFERENCE_TYPE + 15, ofClass((mirror, answer) -> methods(mirror, answer, true)));
        table.put(REFERENCE_TYPE + 16, this::instances);
        table.put(
                REFERENCE_TYPE + 17,
                ofClass((mirror, answer) -> answer.integer(file(mirror).majorVersion())
                        .integer(file(mirror).minorVersion())));
        table.put(REFERENCE_TYPE + 18, ofClass(this::constantPool));
        table.put(REFERENCE_TYPE + 19, ofClass((mirror, answer) -> answer.id(vm.modules.of(mirror))));
        table.put(CLASS_TYPE + 1, ofClass(ReferenceTypeCommands::superclass));
        table.put(CLASS_TYPE + 3, this::invokeStatic);
        table.put(INTERFACE_TYPE + 1, this::invokeStatic);
    }

    private static String known(@Nullable String text) {
        if (text == null) {
            throw new CommandFailure(ErrorCode.ABSENT_INFORMATION);
        }
        return text;
    }

    private static ClassFile file(ClassMirror mirror) {
        ClassFile file = mirror.declaration().classFile();
        if (file == null) {
            throw new CommandFailure(ErrorCode.ABSENT_INFORMATION);
        }
        return file;
    }

    private static int memberModifiers(int access) {
        return (access & SYNTHETIC) == 0 ? access : access | SYNTHETIC_MEMBER;
    }

    private static void fields(ClassMirror mirror, Answer answer, boolean withGeneric) {
        answer.list(mirror.declaration().fields(), field -> {
            answer.id(field.id()).text(field.name()).text(field.signature());
            if (withGeneric) {
                answer.textOrEmpty(field.genericSignature());
            }
            answer.integer(memberModifiers(field.modifiers()));
        });
    }

    private static void methods(ClassMirror mirror, Answer answer, boolean withGeneric) {
        answer.list(mirror.declaration().methods(), method -> {
            answer.id(method.id()).text(method.name()).text(method.descriptor());
            if (withGeneric) {
                answer.textOrEmpty(method.genericSignature());
            }
            answer.integer(memberModifiers(method.modifiers()));
        });
    }

    private void staticValues(Request request, Answer answer, Attachment client) {
        ClassMirror mirror = vm.classes.withId(request.id());
        List<FieldMirror> fields = request.list(() -> vm.fieldWithId(request.id()));
        for (FieldMirror field : fields) {
            boolean isInherited = mirror.kind() != ClassMirror.Kind.CLASS
                    || mirror.lineage().contains(field.declaringClass())
                    || field.declaringClass().isInterface();
            if (!field.isStatic() || !isInherited) {
                throw new CommandFailure(ErrorCode.INVALID_FIELDID);
            }
        }
        answer.list(fields, field -> values.write(vm.objects.staticField(field), answer));
    }

    /** Types that the class's own name is the beginning of. */
    private void nestedTypes(long classId, Answer answer) {
        String prefix = vm.classes.withId(classId).name + "$";
        List<ClassMirror> nested = vm.classes.all().stream()
                .filter(mirror -> !mirror.isArray() && mirror.name.startsWith(prefix))
                .toList();
        answer.list(nested, mirror -> answer.oneByte(mirror.kind().tag).id(mirror.id));
    }

    private void instances(Request request, Answer answer, Attachment client) {
        ClassMirror mirror = vm.classes.withId(request.id());
        int max = request.integer();
        if (max < 0) {
            throw new CommandFailure(ErrorCode.ILLEGAL_ARGUMENT);
        }
        answer.list(vm.references.instances(mirror, max), id -> values.writeObject(id, answer));
    }

    private void constantPool(ClassMirror mirror, Answer answer) {
        ClassFile.ConstantPoolBytes pool = file(mirror).constantPool();
        answer.integer(pool.count()).bytes(pool.bytes());
    }

    private static void superclass(ClassMirror mirror, Answer answer) {
        if (mirror.kind() != ClassMirror.Kind.CLASS) {
            throw new CommandFailure(ErrorCode.INVALID_CLASS);
        }
        ClassMirror superclass = mirror.superclass();
        answer.id(superclass == null ? 0 : superclass.id);
    }

    private void invokeStatic(Request request, Answer answer, Attachment client) {
        ClassMirror mirror = vm.classes.withId(request.id());
        vm.threads.thread(request.id());
        MethodMirror method = vm.methodWithId(request.id());
        List<Value> arguments = request.list(() -> values.read(request));
        values.write(vm.evaluation.callStatic(mirror, method.name(), arguments), answer);
        values.writeObject(0, answer);
    }
}
