package jpm.jdwp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.classfile.Descriptor;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** The objects of a snapshot; ids are those of its model. Fields of classes are known as far as objects have shown them. */
final class SnapshotWorld implements ObjectWorld {
    private static final Value NOT_KEPT = new Value.Unavailable("it did not fit into the snapshot");

    private final ObjectModel model;
    private final ClassRegistry classes;
    /** By class name the fields that its objects have. */
    private final Map<String, Map<String, RawField>> fieldsByClass = new LinkedHashMap<>();

    SnapshotWorld(ObjectModel model, ClassRegistry classes) {
        this.model = model;
        this.classes = classes;
    }

    @Override
    public boolean exists(long id) {
        try {
            return id > 0 && id <= Integer.MAX_VALUE && !model.className(id).isEmpty();
        } catch (IndexOutOfBoundsException e) {
            return false;
        }
    }

    private long existing(long id) {
        if (!exists(id)) {
            throw new CommandFailure(ErrorCode.INVALID_OBJECT);
        }
        return id;
    }

    @Override
    public ClassMirror classOf(long id) {
        List<String> lineage = model.classNames(existing(id));
        for (ObjectModel.Field field : model.fields(id)) {
            String descriptor = Descriptor.ofSourceForm(field.type());
            boolean isPrimitive = descriptor.length() == 1;
            fieldsByClass
                    .computeIfAbsent(lineage.get(0), name -> new LinkedHashMap<>())
                    .putIfAbsent(field.name(), new RawField(field.name(), isPrimitive ? descriptor : null, false));
        }
        return classes.named(lineage);
    }

    @Override
    public int length(long arrayId) {
        if (!model.isArray(existing(arrayId))) {
            throw new CommandFailure(ErrorCode.INVALID_ARRAY);
        }
        return model.arrayLength(arrayId);
    }

    @Override
    public List<Value> elements(long arrayId, int from, int count) {
        List<Value> elements = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            elements.add(model.arrayElement(arrayId, i));
        }
        return elements;
    }

    @Override
    public Value field(long id, FieldMirror field) {
        Value value = model.field(existing(id), field.name());
        return value == null ? NOT_KEPT : value;
    }

    @Override
    public Value staticField(FieldMirror field) {
        return NOT_KEPT;
    }

    @Override
    public @Nullable String string(long id) {
        return model.string(existing(id), Integer.MAX_VALUE);
    }

    @Override
    public @Nullable ClassMirror reflected(long id) {
        String name = classes.findWithId(id) != null ? null : model.representedClass(existing(id));
        return name == null ? classes.findWithId(id) : classes.named(name);
    }

    @Override
    public List<RawField> fields(ClassMirror mirror) {
        return List.copyOf(fieldsByClass.getOrDefault(mirror.name, Map.of()).values());
    }
}
