package jpm.source.decompile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A class to decompile.
 *
 * @param mainClass the internal name of the class whose text is wanted
 * @param classes class files by internal name: the class's and those of the classes within it
 */
record Request(String mainClass, Map<String, byte[]> classes) {
    void write(DataOutput out) throws IOException {
        out.writeUTF(mainClass);
        out.writeInt(classes.size());
        for (var entry : classes.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue().length);
            out.write(entry.getValue());
        }
    }

    static Request read(DataInput in) throws IOException {
        String mainClass = in.readUTF();
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (int count = in.readInt(); count > 0; count--) {
            String name = in.readUTF();
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            classes.put(name, bytes);
        }
        return new Request(mainClass, classes);
    }
}
