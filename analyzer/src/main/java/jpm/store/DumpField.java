package jpm.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of a dump's field by name: those of a listing, and any other of dump.json. */
public final class DumpField {
    private static final Map<String, Function<DumpEntry, @Nullable Object>> LISTED = Map.ofEntries(
            Map.entry("id", DumpEntry::id),
            Map.entry("time", DumpEntry::time),
            Map.entry("pid", DumpEntry::pid),
            Map.entry("uid", DumpEntry::uid),
            Map.entry("user", DumpEntry::user),
            Map.entry("main", DumpEntry::main),
            Map.entry("reason", DumpEntry::reason),
            Map.entry("exception", DumpEntry::exception),
            Map.entry("thread", DumpEntry::thread),
            Map.entry("signature", DumpEntry::signature),
            Map.entry("count", DumpEntry::count),
            Map.entry("state", entry -> entry.state().label()),
            Map.entry("heapbytes", DumpEntry::heapBytes),
            Map.entry("sizebytes", DumpEntry::sizeBytes),
            Map.entry("path", DumpEntry::path));

    private DumpField() {}

    /** The field's values as text: one for a scalar, the scalars inside for a list, none where the dump does not have it. */
    public static List<String> values(DumpEntry entry, String name) {
        Function<DumpEntry, @Nullable Object> listed = LISTED.get(name.toLowerCase(Locale.ROOT));
        List<String> values = new ArrayList<>();
        addScalars(listed != null ? listed.apply(entry) : entry.metadata().value(name), values);
        return values;
    }

    private static void addScalars(@Nullable Object value, List<String> into) {
        if (value instanceof List<?> list) {
            list.forEach(element -> addScalars(element, into));
        } else if (value != null && !(value instanceof Map)) {
            into.add(value.toString());
        }
    }
}
