package jpm.analysis;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import jpm.graph.Heap;
import jpm.graph.HeapModel;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.Value;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** The system properties that a dumped JVM had. */
public final class SystemProperties {
    private static final int MAX_CHARS = 1 << 16;
    private static final int MAX_PROPERTIES = 10_000;

    private final ObjectModel model;
    private final LogicalViews views;

    private SystemProperties(ObjectModel model) {
        this.model = model;
        this.views = new LogicalViews(model);
    }

    /** By name, sorted; as far as the dump holds them. */
    public static Map<String, String> of(Heap heap) {
        return new SystemProperties(new HeapModel(heap)).read();
    }

    private Map<String, String> read() {
        Map<String, String> properties = new TreeMap<>();
        Value map = views.resolve(properties());
        if (map instanceof Value.Reference reference && views.view(reference.id()) instanceof View.Entries entries) {
            for (View.Pair pair : LogicalViews.part(entries.source(), 0, MAX_PROPERTIES)) {
                String name = text(pair.key());
                String value = text(pair.value());
                if (name != null && value != null) {
                    properties.put(name, value);
                }
            }
        }
        return Collections.unmodifiableMap(properties);
    }

    private Value properties() {
        Iterable<ObjectModel.Field> statics = model.statics("java.lang.System");
        if (statics != null) {
            for (ObjectModel.Field field : statics) {
                if (field.name().equals("props")) {
                    return field.value();
                }
            }
        }
        return Value.NULL;
    }

    private @Nullable String text(Value value) {
        return value instanceof Value.Reference reference ? model.string(reference.id(), MAX_CHARS) : null;
    }
}
