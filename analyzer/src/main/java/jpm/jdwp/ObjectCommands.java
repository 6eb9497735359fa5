package jpm.jdwp;

import java.util.List;
import java.util.Map;
import jpm.value.Value;

/** Command sets 9, 10, 13, 14, 17 and 18: object, string, array, class loader, class object and module. */
final class ObjectCommands {
    private static final int OBJECT = 9 << 8;
    private static final int STRING = 10 << 8;
    private static final int ARRAY = 13 << 8;
    private static final int CLASS_LOADER = 14 << 8;
    private static final int CLASS_OBJECT = 17 << 8;
    private static final int MODULE = 18 << 8;

    private final DeadVm vm;
    private final Values values;

    ObjectCommands(DeadVm vm) {
        this.vm = vm;
        this.values = new Values(vm);
    }

    void addTo(Map<Integer, Command> table) {
        table.put(OBJECT + 1, this::referenceType);
        table.put(OBJECT + 2, this::fieldValues);
        table.put(OBJECT + 5, this::monitor);
        table.put(OBJECT + 6, this::invoke);
        table.put(OBJECT + 7, (request, answer, client) -> object(request));
        table.put(OBJECT + 8, (request, answer, client) -> object(request));
        table.put(OBJECT + 9, (request, answer, client) -> {
            object(request);
            answer.flag(false);
        });
        table.put(OBJECT + 10, this::referringObjects);
        table.put(STRING + 1, (request, answer, client) -> answer.text(vm.string(object(request))));
        table.put(ARRAY + 1, (request, answer, client) -> answer.integer(vm.arrayLength(object(request))));
        table.put(ARRAY + 2, this::elements);
        table.put(CLASS_LOADER + 1, (request, answer, client) -> visibleClasses(request.id(), answer));
        table.put(CLASS_OBJECT + 1, (request, answer, client) -> reflectedType(object(request), answer));
        table.put(MODULE + 1, (request, answer, client) -> answer.textOrEmpty(vm.modules.name(request.id())));
        table.put(MODULE + 2, (request, answer, client) -> answer.id(vm.modules.loaderOf(request.id())));
    }

    private long object(Request request) {
        long id = request.id();
        if (!vm.exists(id)) {
            throw new CommandFailure(ErrorCode.INVALID_OBJECT);
        }
        return id;
    }

    private void referenceType(Request request, Answer answer, Attachment client) {
        ClassMirror type = vm.classOf(object(request));
        answer.oneByte(type.kind().tag).id(type.id);
    }

    private void fieldValues(Request request, Answer answer, Attachment client) {
        long id = object(request);
        List<FieldMirror> fields = request.list(() -> vm.fieldWithId(request.id()));
        ClassMirror type = vm.classOf(id);
        for (FieldMirror field : fields) {
            if (!field.isStatic() && !type.lineage().contains(field.declaringClass())) {
                throw new CommandFailure(ErrorCode.INVALID_FIELDID);
            }
        }
        answer.list(
                fields,
                field -> values.write(field.isStatic() ? vm.objects.staticField(field) : vm.field(id, field), answer));
    }

    private void monitor(Request request, Answer answer, Attachment client) {
        MonitorTable.Holding holding = vm.monitors.holding(object(request));
        // How often the owner has entered it is known to the JVM only: at least once.
        answer.id(holding.owner()).integer(holding.owner() == 0 ? 0 : 1);
        answer.list(holding.waiting(), answer::id);
    }

    private void invoke(Request request, Answer answer, Attachment client) {
        long id = object(request);
        vm.threads.thread(request.id());
        vm.classes.withId(request.id());
        MethodMirror method = vm.methodWithId(request.id());
        List<Value> arguments = request.list(() -> values.read(request));
        values.write(vm.evaluation.call(vm.invented.value(id), method.name(), arguments), answer);
        values.writeObject(0, answer);
    }

    private void referringObjects(Request request, Answer answer, Attachment client) {
        long id = object(request);
        int max = request.integer();
        if (max < 0) {
            throw new CommandFailure(ErrorCode.ILLEGAL_ARGUMENT);
        }
        answer.list(vm.references.referrers(id, max), referrer -> values.writeObject(referrer, answer));
    }

    private void elements(Request request, Answer answer, Attachment client) {
        long id = object(request);
        int from = request.integer();
        int count = request.integer();
        List<Value> elements = vm.arrayElements(id, from, count);
        char tag = vm.classOf(id).elementTag();
        if (tag == 'L' || tag == '[') {
            answer.oneByte(tag).list(elements, element -> values.write(element, answer));
            return;
        }
        answer.oneByte(tag).list(elements, element -> {
            if (!(element instanceof Value.Primitive primitive)) {
                throw new CommandFailure(ErrorCode.INVALID_OBJECT);
            }
            Values.writePrimitive(primitive, answer);
        });
    }

    /** The classes that a loader and its parents defined. */
    private void visibleClasses(long loader, Answer answer) {
        if (loader != 0 && (!vm.exists(loader) || !vm.classOf(loader).isA("java.lang.ClassLoader"))) {
            throw new CommandFailure(ErrorCode.INVALID_CLASS_LOADER);
        }
        List<Long> loaders = vm.loadersFrom(loader);
        List<ClassMirror> visible = vm.classes.all().stream()
                .filter(mirror -> loaders.contains(mirror.loaderId))
                .toList();
        answer.list(visible, mirror -> answer.oneByte(mirror.kind().tag).id(mirror.id));
    }

    private void reflectedType(long id, Answer answer) {
        ClassMirror reflected = vm.objects.reflected(id);
        if (reflected == null) {
            throw new CommandFailure(ErrorCode.INVALID_OBJECT);
        }
        answer.oneByte(reflected.kind().tag).id(reflected.id);
    }
}
