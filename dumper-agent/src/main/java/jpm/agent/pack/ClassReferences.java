package jpm.agent.pack;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes that a class file names.
 *
 * @param parents the superclass and the interfaces, by internal name
 * @param all every class that its code can need, parents included
 */
record ClassReferences(List<String> parents, List<String> all) {
    private static final int CLASS = 7;

    static ClassReferences in(byte[] classFile) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
            in.skipBytes(8);
            Constants constants = new Constants(in);
            in.skipBytes(4);
            List<String> parents = new ArrayList<>();
            parents.add(constants.type(in.readUnsignedShort()));
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                parents.add(constants.type(in.readUnsignedShort()));
            }
            return new ClassReferences(parents, constants.types());
        }
    }

    private static final class Constants {
        private final String[] texts;
        private final int[] types;

        Constants(DataInputStream in) throws IOException {
            int count = in.readUnsignedShort();
            texts = new String[count];
            types = new int[count];
            for (int i = 1; i < count; i++) {
                i += read(in, i);
            }
        }

        /** Reads one constant; the number of indexes that it takes besides its own. */
        private int read(DataInputStream in, int index) throws IOException {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[index] = in.readUTF();
                case CLASS -> types[index] = in.readUnsignedShort();
                case 8, 16, 19, 20 -> in.skipBytes(2);
                case 15 -> in.skipBytes(3);
                case 5, 6 -> {
                    in.skipBytes(8);
                    return 1;
                }
                default -> in.skipBytes(4);
            }
            return 0;
        }

        String type(int index) {
            String name = texts[types[index]];
            return name.startsWith("[") ? name.substring(name.indexOf('L') + 1, name.length() - 1) : name;
        }

        List<String> types() {
            List<String> names = new ArrayList<>();
            for (int i = 1; i < types.length; i++) {
                if (types[i] != 0) {
                    names.add(type(i));
                }
            }
            return names;
        }
    }
}
