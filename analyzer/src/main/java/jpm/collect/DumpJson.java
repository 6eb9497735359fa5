package jpm.collect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jpm.store.DumpFiles;
import org.jspecify.annotations.Nullable;

/** Writes the JSON files of a dump; fields without a value are left out. */
final class DumpJson {
    private DumpJson() {}

    static void write(Path folder, Map<String, @Nullable Object> fields) throws IOException {
        writeFile(folder.resolve(DumpFiles.METADATA), fields);
    }

    /** @param otherBytes the length of all files besides the heap dump */
    static void writeEnd(Path folder, long heapBytes, long otherBytes) throws IOException {
        writeFile(folder.resolve(DumpFiles.END), Map.of("heapBytes", heapBytes, "otherBytes", otherBytes));
    }

    private static void writeFile(Path file, Map<String, ? extends @Nullable Object> fields) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            write(fields, json);
        }
    }

    private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> field : map.entrySet()) {
                if (field.getValue() != null) {
                    json.writeFieldName(String.valueOf(field.getKey()));
                    write(field.getValue(), json);
                }
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(element, json);
            }
            json.writeEndArray();
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else {
            json.writeString(String.valueOf(value));
        }
    }
}
