package jpm.debug;

import java.util.HashMap;
import java.util.Map;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.Value;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** Reads a dead JVM's system properties from its heap. */
final class SystemProperties {
    private static final int MAX_PROPERTIES = 10_000;
    private static final int MAX_CHARS = 1 << 20;

    private SystemProperties() {}

    /** The properties that are texts; none where the heap is damaged or laid out in an unknown way. */
    static Map<String, String> read(ObjectModel model) {
        Map<String, String> properties = new HashMap<>();
        if (model.staticField("java.lang.System", "props") instanceof Value.Reference reference) {
            readTable(model, reference.id(), properties);
        }
        return properties;
    }

    private static void readTable(ObjectModel model, long id, Map<String, String> into) {
        LogicalViews views = new LogicalViews(model);
        long table = model.field(id, "map") instanceof Value.Reference map ? map.id() : id;
        if (views.view(table) instanceof View.Entries entries) {
            for (View.Pair pair : LogicalViews.part(entries.source(), 0, MAX_PROPERTIES)) {
                if (pair.key() instanceof Value.Reference key && pair.value() instanceof Value.Reference value) {
                    add(model.string(key.id(), MAX_CHARS), model.string(value.id(), MAX_CHARS), into);
                }
            }
        }
    }

    private static void add(@Nullable String key, @Nullable String value, Map<String, String> into) {
        if (key != null && value != null) {
            into.put(key, value);
        }
    }
}
