package jpm.agent.instrument;

import org.jspecify.annotations.Nullable;

/**
 * Puts instructions before the first one of a method, and leaves the rest of a class file as it is.
 *
 * <p>It reads no more of a class file than it must, because it runs before every program's first line, and it knows neither the version of
 * a class file nor what is in its instructions. Constants are made first; then {@link #insert} gives the class file. One patch a class file.
 */
public final class ClassPatch {
    /** Code is inserted in multiples of so many bytes: operands of switches are aligned. */
    public static final int ALIGNMENT = 4;

    private static final int POOL_START = 10;
    private static final int MEMBER_BYTES = 6;
    private static final int ATTRIBUTE_BYTES = 6;

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int METHOD = 10;
    private static final int NAME_AND_TYPE = 12;
    /** The bytes of a constant behind its tag, by tag; a text's are those of its length. */
    private static final byte[] CONSTANT_BYTES = {0, 2, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2};

    private final byte[] file;
    private final int[] constants;
    private final int poolEnd;
    private final ByteWriter added = new ByteWriter(256);
    private int constantCount;

    public ClassPatch(byte[] classFile) {
        file = classFile;
        constantCount = u2(POOL_START - 2);
        constants = new int[constantCount];
        poolEnd = findConstants();
    }

    private int findConstants() {
        int at = POOL_START;
        for (int i = 1; i < constants.length; i++) {
            constants[i] = at;
            int tag = file[at];
            at += 1 + CONSTANT_BYTES[tag] + (tag == UTF8 ? u2(at + 1) : 0);
            i += tag == LONG || tag == DOUBLE ? 1 : 0;
        }
        return at;
    }

    /** The index of a string constant. */
    public int string(String ascii) {
        return pair(STRING, utf8(ascii), -1);
    }

    /** The index of a class's constant; an array's by its descriptor. */
    public int type(String internalName) {
        return pair(CLASS, utf8(internalName), -1);
    }

    /** The index of a constant for a class's method, which is not an interface's. */
    public int method(String owner, String name, String descriptor) {
        return pair(METHOD, type(owner), pair(NAME_AND_TYPE, utf8(name), utf8(descriptor)));
    }

    private int utf8(String ascii) {
        added.u1(UTF8);
        added.u2(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            added.u1(ascii.charAt(i));
        }
        return constantCount++;
    }

    private int pair(int tag, int first, int second) {
        added.u1(tag);
        added.u2(first);
        if (second >= 0) {
            added.u2(second);
        }
        return constantCount++;
    }

    /**
     * The class file with the instructions at the start of the first method that has the name and whose descriptor starts so;
     * null when there is none, or when it has no code.
     *
     * @param code a multiple of {@value #ALIGNMENT} bytes, fewer than 64
     * @param stack how many words the code needs
     * @param jumpsBehind whether the code jumps to its end, where a frame is then needed; methods without frames get none, because the JVM
     *     keeps those of the classes only that it verifies
     */
    public byte @Nullable [] insert(
            String method, String descriptorStart, byte[] code, int stack, boolean jumpsBehind) {
        int found = findMethod(method, descriptorStart);
        int attribute = found < 0 ? -1 : findAttribute(found + MEMBER_BYTES, "Code");
        return attribute < 0 ? null : insert(attribute, code, stack, jumpsBehind);
    }

    /** The class file with more access flags on the first method that has the name, whose descriptor starts so; null when there is none. */
    public byte @Nullable [] withFlags(String method, String descriptorStart, int flags) {
        int found = findMethod(method, descriptorStart);
        if (found < 0) {
            return null;
        }
        byte[] changed = file.clone();
        changed[found] |= (byte) (flags >>> 8);
        changed[found + 1] |= (byte) flags;
        return changed;
    }

    private int findMethod(String name, String descriptorStart) {
        int at = poolEnd + 6;
        at += 2 + 2 * u2(at);
        int fields = u2(at);
        at += 2;
        for (int i = 0; i < fields; i++) {
            at = memberEnd(at);
        }
        int methods = u2(at);
        at += 2;
        for (int i = 0; i < methods; i++) {
            if (isNamed(u2(at + 2), name, true) && isNamed(u2(at + 4), descriptorStart, false)) {
                return at;
            }
            at = memberEnd(at);
        }
        return -1;
    }

    private byte[] insert(int attribute, byte[] code, int stack, boolean jumpsBehind) {
        byte[] changed = new CodeAttribute(attribute, code, jumpsBehind).changed(stack);
        int end = attribute + ATTRIBUTE_BYTES + u4(attribute + 2);
        ByteWriter out = new ByteWriter(file.length + added.size() + code.length + 64);
        out.bytes(file, 0, POOL_START - 2);
        out.u2(constantCount);
        out.bytes(file, POOL_START, poolEnd);
        out.bytes(added.array(), 0, added.size());
        out.bytes(file, poolEnd, attribute);
        out.bytes(changed, 0, changed.length);
        out.bytes(file, end, file.length);
        return out.toBytes();
    }

    private int memberEnd(int member) {
        int at = member + MEMBER_BYTES + 2;
        for (int left = u2(member + MEMBER_BYTES); left > 0; left--) {
            at += ATTRIBUTE_BYTES + u4(at + 2);
        }
        return at;
    }

    private int findAttribute(int count, String name) {
        int at = count + 2;
        for (int left = u2(count); left > 0; left--) {
            if (isNamed(u2(at), name, true)) {
                return at;
            }
            at += ATTRIBUTE_BYTES + u4(at + 2);
        }
        return -1;
    }

    private boolean isNamed(int constant, String ascii, boolean whole) {
        int at = constants[constant];
        int length = u2(at + 1);
        if (whole ? length != ascii.length() : length < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (file[at + 3 + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int u1(int at) {
        return file[at] & 0xFF;
    }

    private int u2(int at) {
        return u1(at) << 8 | u1(at + 1);
    }

    private int u4(int at) {
        return u2(at) << 16 | u2(at + 2);
    }

    /** A method's code, all of whose instructions move back by the same number of bytes. */
    private final class CodeAttribute {
        private static final int SAME_FRAMES_END = 64;
        private static final int ONE_ITEM_FRAMES_END = 128;
        private static final int ONE_ITEM_EXTENDED = 247;
        private static final int SAME_EXTENDED = 251;
        private static final int FULL = 255;
        private static final int TYPE_OF_CLASS = 7;
        private static final int TYPE_OF_NEW = 8;

        private final int attribute;
        private final byte[] code;
        private final boolean jumpsBehind;
        private final ByteWriter out = new ByteWriter(1024);
        private int at;

        CodeAttribute(int attribute, byte[] code, boolean jumpsBehind) {
            this.attribute = attribute;
            this.code = code;
            this.jumpsBehind = jumpsBehind;
        }

        byte[] changed(int stack) {
            at = attribute + ATTRIBUTE_BYTES;
            int codeBytes = u4(at + 4);
            out.u2(u2(attribute));
            out.u4(0);
            out.u2(Math.max(stack, u2(at)));
            out.u2(u2(at + 2));
            out.u4(codeBytes + code.length);
            out.bytes(code, 0, code.length);
            out.bytes(file, at + 8, at + 8 + codeBytes);
            at += 8 + codeBytes;
            moveHandlers();
            moveAttributes();
            out.putU4(2, out.size() - ATTRIBUTE_BYTES);
            return out.toBytes();
        }

        private void moveHandlers() {
            int count = next();
            out.u2(count);
            for (int i = 0; i < count; i++) {
                out.u2(next() + code.length);
                out.u2(next() + code.length);
                out.u2(next() + code.length);
                out.u2(next());
            }
        }

        private void moveAttributes() {
            int count = next();
            int countAt = out.size();
            int kept = 0;
            out.u2(0);
            for (int i = 0; i < count; i++) {
                int end = at + ATTRIBUTE_BYTES + u4(at + 2);
                int start = out.size();
                if (moveAttribute()) {
                    out.putU4(start + 2, out.size() - start - ATTRIBUTE_BYTES);
                    kept++;
                }
                at = end;
            }
            out.putU2(countAt, kept);
        }

        /** Attributes that are not known here serve debuggers, and are left out. */
        private boolean moveAttribute() {
            boolean frames = isNamed(u2(at), "StackMapTable", true);
            boolean lines = isNamed(u2(at), "LineNumberTable", true);
            boolean variables =
                    isNamed(u2(at), "LocalVariableTable", true) || isNamed(u2(at), "LocalVariableTypeTable", true);
            if (!frames && !lines && !variables) {
                return false;
            }
            out.u2(u2(at));
            out.u4(0);
            at += ATTRIBUTE_BYTES;
            if (frames) {
                moveFrames();
            } else {
                moveRows(lines);
            }
            return true;
        }

        // What holds at a method's start holds in the inserted code too.
        private void moveRows(boolean lines) {
            int count = next();
            out.u2(count);
            for (int i = 0; i < count; i++) {
                int start = next();
                int second = next();
                out.u2(start == 0 ? 0 : start + code.length);
                out.u2(!lines && start == 0 ? second + code.length : second);
                if (!lines) {
                    out.bytes(file, at, at + 6);
                    at += 6;
                }
            }
        }

        private void moveFrames() {
            int count = next();
            boolean own = jumpsBehind && (count == 0 || offsetOfFrame() > 0);
            out.u2(own ? count + 1 : count);
            if (own) {
                out.u1(code.length);
            }
            for (int i = 0; i < count; i++) {
                moveFrame(i > 0 ? 0 : own ? -1 : code.length);
            }
        }

        private int offsetOfFrame() {
            int tag = u1(at);
            if (tag < SAME_FRAMES_END) {
                return tag;
            }
            return tag < ONE_ITEM_FRAMES_END ? tag - SAME_FRAMES_END : u2(at + 1);
        }

        private void moveFrame(int by) {
            int tag = u1(at);
            int offset = offsetOfFrame() + by;
            at += tag < ONE_ITEM_FRAMES_END ? 1 : 3;
            if (tag < SAME_FRAMES_END) {
                writeShort(0, SAME_EXTENDED, offset);
            } else if (tag < ONE_ITEM_FRAMES_END) {
                writeShort(SAME_FRAMES_END, ONE_ITEM_EXTENDED, offset);
            } else {
                out.u1(tag);
                out.u2(offset);
            }
            if (tag == FULL) {
                moveTypes(copied());
                moveTypes(copied());
            } else {
                moveTypes(typesOf(tag));
            }
        }

        private void writeShort(int base, int extended, int offset) {
            if (offset < SAME_FRAMES_END) {
                out.u1(base + offset);
            } else {
                out.u1(extended);
                out.u2(offset);
            }
        }

        private int typesOf(int tag) {
            boolean oneItem = tag >= SAME_FRAMES_END && tag <= ONE_ITEM_EXTENDED;
            return oneItem ? 1 : Math.max(0, tag - SAME_EXTENDED);
        }

        private void moveTypes(int count) {
            for (int i = 0; i < count; i++) {
                int type = u1(at);
                out.u1(type);
                at++;
                if (type == TYPE_OF_CLASS) {
                    copied();
                } else if (type == TYPE_OF_NEW) {
                    out.u2(next() + code.length);
                }
            }
        }

        private int next() {
            at += 2;
            return u2(at - 2);
        }

        private int copied() {
            int value = next();
            out.u2(value);
            return value;
        }
    }
}
