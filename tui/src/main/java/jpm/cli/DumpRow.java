package jpm.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import jpm.store.DumpEntry;
import org.jspecify.annotations.Nullable;

/** A dump as a row of machine-readable listings: fixed fields in a fixed order. */
final class DumpRow {
    private DumpRow() {}

    static Map<String, @Nullable Object> of(DumpEntry dump) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", dump.id());
        row.put("time", dump.time());
        row.put("pid", dump.pid());
        row.put("uid", dump.uid());
        row.put("user", dump.user());
        row.put("main", dump.main());
        row.put("reason", dump.reason());
        row.put("exception", dump.exception());
        row.put("message", dump.message());
        row.put("thread", dump.thread());
        row.put("signature", dump.signature());
        row.put("count", dump.count());
        row.put("state", dump.state().label());
        row.put("heapBytes", dump.heapBytes());
        row.put("sizeBytes", dump.sizeBytes());
        row.put("path", dump.path());
        return row;
    }
}
