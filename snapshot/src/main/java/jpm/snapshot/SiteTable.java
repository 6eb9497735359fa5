package jpm.snapshot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the values captured from one instrumented class mean: the sites of the class, each with its method, lines and
 * variables.
 *
 * <p>{@link #parse} and {@link #encode} are the two directions of the byte format that {@code docs/dump-format.md} fixes.
 * A table holds names only, never a class, so that it keeps no application class alive. The agent uses it while a program
 * starts and when memory has run out: no lambdas here, and no record's generated methods.
 *
 * @param className binary name with dots ({@code com.acme.Shop$Item})
 * @param sourceFile the class file's source file, {@code ""} when it names none
 */
public record SiteTable(String className, String sourceFile, List<Site> sites) {
    /** The only version of the format so far. */
    public static final int VERSION = 1;

    public SiteTable {
        sites = List.copyOf(sites);
    }

    /** A method with its access flags as in the class file. */
    public record Method(String name, String descriptor, int access) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Method method
                    && access == method.access
                    && name.equals(method.name)
                    && descriptor.equals(method.descriptor);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + descriptor.hashCode();
        }
    }

    /** Source lines, both inclusive. */
    public record LineRange(int first, int last) {
        /** Whether the line lies in this range. */
        public boolean contains(int line) {
            return first <= line && line <= last;
        }
    }

    /** What role a variable plays in its method. The ordinals are the format's codes. */
    public enum VariableKind {
        LOCAL,
        ARGUMENT,
        THIS
    }

    /** A variable of a site; its descriptor decides whether its value is one of the primitives or of the references. */
    public record Variable(String name, String descriptor, VariableKind kind) {
        /** Whether the value stands among the primitive ones. */
        public boolean isPrimitive() {
            return descriptor.charAt(0) != 'L' && descriptor.charAt(0) != '[';
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Variable variable
                    && kind == variable.kind
                    && name.equals(variable.name)
                    && descriptor.equals(variable.descriptor);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + descriptor.hashCode();
        }
    }

    /**
     * A region of a method through which exceptions leave in the same way, and the variables recorded when one does.
     *
     * @param flags a sum of {@link #CONTINUATION}, {@link #RETHROW} and {@link #NO_NAMES}
     * @param firstBci first bytecode index of the region, in the class file as the application has it
     * @param lastBci index of the region's last instruction
     * @param lines empty when the class file has no line table
     */
    public record Site(
            Method method, int flags, int firstBci, int lastBci, List<LineRange> lines, List<Variable> variables) {
        /** More variables of the frame recorded just before. */
        public static final int CONTINUATION = 1;
        /** The region lies in code that rethrows, so the same activation may have been recorded before. */
        public static final int RETHROW = 2;
        /** The class was compiled without names of variables: they are called {@code slotN}. */
        public static final int NO_NAMES = 4;

        public Site {
            lines = List.copyOf(lines);
            variables = List.copyOf(variables);
        }

        public boolean isContinuation() {
            return (flags & CONTINUATION) != 0;
        }

        public boolean isRethrow() {
            return (flags & RETHROW) != 0;
        }

        public boolean hasNames() {
            return (flags & NO_NAMES) == 0;
        }

        /** Whether an exception from this line can have come through the region; true when no lines are known. */
        public boolean mayContain(int line) {
            for (LineRange range : lines) {
                if (range.contains(line)) {
                    return true;
                }
            }
            return lines.isEmpty();
        }
    }

    /**
     * Reads a table.
     *
     * @throws IllegalArgumentException when the bytes are not a whole table of a known version
     */
    public static SiteTable parse(byte[] bytes) {
        try {
            return new Reader(bytes).table();
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a whole site table: " + e.getMessage(), e);
        }
    }

    /** The class name of an encoded table, without reading the rest. */
    public static String classNameOf(byte[] bytes) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            in.readUnsignedByte();
            return in.readUTF();
        } catch (IOException e) {
            throw new IllegalArgumentException("not a site table: " + e.getMessage(), e);
        }
    }

    /** The table's bytes; {@link IllegalArgumentException} when it has more of something than the format can count. */
    public byte[] encode() {
        try {
            return new Writer().bytes(this);
        } catch (IOException e) {
            throw new IllegalArgumentException("site table cannot be encoded: " + e.getMessage(), e);
        }
    }

    private static final class Reader {
        private static final VariableKind[] KINDS = VariableKind.values();
        private final DataInputStream in;

        Reader(byte[] bytes) {
            in = new DataInputStream(new ByteArrayInputStream(bytes));
        }

        SiteTable table() throws IOException {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException("version " + version);
            }
            String className = in.readUTF();
            String sourceFile = in.readUTF();
            List<String> strings = new ArrayList<>();
            for (int i = in.readUnsignedShort(); i > 0; i--) {
                strings.add(in.readUTF());
            }
            List<Method> methods = new ArrayList<>();
            for (int i = in.readUnsignedShort(); i > 0; i--) {
                methods.add(new Method(string(strings), string(strings), in.readUnsignedShort()));
            }
            List<Site> sites = new ArrayList<>();
            for (int i = in.readUnsignedShort(); i > 0; i--) {
                sites.add(site(strings, methods));
            }
            return new SiteTable(className, sourceFile, sites);
        }

        private Site site(List<String> strings, List<Method> methods) throws IOException {
            Method method = methods.get(in.readUnsignedShort());
            int flags = in.readUnsignedByte();
            int firstBci = in.readUnsignedShort();
            int lastBci = in.readUnsignedShort();
            List<LineRange> lines = new ArrayList<>();
            for (int i = in.readUnsignedShort(); i > 0; i--) {
                lines.add(new LineRange(in.readUnsignedShort(), in.readUnsignedShort()));
            }
            List<Variable> variables = new ArrayList<>();
            for (int i = in.readUnsignedByte(); i > 0; i--) {
                variables.add(variable(strings));
            }
            return new Site(method, flags, firstBci, lastBci, lines, variables);
        }

        private Variable variable(List<String> strings) throws IOException {
            String name = string(strings);
            String descriptor = string(strings);
            if (descriptor.isEmpty()) {
                throw new IOException("variable without descriptor");
            }
            return new Variable(name, descriptor, KINDS[in.readUnsignedByte()]);
        }

        private String string(List<String> strings) throws IOException {
            return strings.get(in.readUnsignedShort());
        }
    }

    private static final class Writer {
        private final Map<String, Integer> strings = new LinkedHashMap<>();
        private final Map<Method, Integer> methods = new LinkedHashMap<>();
        // DataOutputStream would do, but takes newer JDKs ten milliseconds of linking when the program starts.
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        byte[] bytes(SiteTable table) throws IOException {
            collect(table);
            out.write(VERSION);
            utf(table.className);
            utf(table.sourceFile);
            u2(strings.size());
            for (String string : strings.keySet()) {
                utf(string);
            }
            u2(methods.size());
            for (Method method : methods.keySet()) {
                string(method.name);
                string(method.descriptor);
                u2(method.access & 0xFFFF);
            }
            u2(table.sites.size());
            for (Site site : table.sites) {
                site(site);
            }
            return out.toByteArray();
        }

        private void collect(SiteTable table) {
            for (Site site : table.sites) {
                methods.putIfAbsent(site.method, methods.size());
                number(site.method.name);
                number(site.method.descriptor);
                for (Variable variable : site.variables) {
                    number(variable.name);
                    number(variable.descriptor);
                }
            }
        }

        private void number(String string) {
            strings.putIfAbsent(string, strings.size());
        }

        private void site(Site site) throws IOException {
            u2(Objects.requireNonNull(methods.get(site.method)));
            out.write(site.flags);
            u2(site.firstBci);
            u2(site.lastBci);
            u2(site.lines.size());
            for (LineRange range : site.lines) {
                u2(range.first);
                u2(range.last);
            }
            if (site.variables.size() > 255) {
                throw new IOException(site.variables.size() + " variables in one site");
            }
            out.write(site.variables.size());
            for (Variable variable : site.variables) {
                string(variable.name);
                string(variable.descriptor);
                out.write(variable.kind.ordinal());
            }
        }

        private void string(String string) throws IOException {
            u2(Objects.requireNonNull(strings.get(string)));
        }

        private void u2(int value) throws IOException {
            if (value >>> 16 != 0) {
                throw new IOException(value + " does not fit two bytes");
            }
            out.write(value >>> 8);
            out.write(value);
        }

        /** As {@link java.io.DataOutput#writeUTF} does. */
        private void utf(String text) throws IOException {
            int length = 0;
            for (int i = 0; i < text.length(); i++) {
                length += bytesOf(text.charAt(i));
            }
            u2(length);
            for (int i = 0; i < text.length(); i++) {
                utf(text.charAt(i));
            }
        }

        private static int bytesOf(char c) {
            if (c >= 1 && c <= 0x7F) {
                return 1;
            }
            return c <= 0x7FF ? 2 : 3;
        }

        private void utf(char c) {
            switch (bytesOf(c)) {
                case 1 -> out.write(c);
                case 2 -> {
                    out.write(0xC0 | c >>> 6);
                    out.write(0x80 | c & 0x3F);
                }
                default -> {
                    out.write(0xE0 | c >>> 12);
                    out.write(0x80 | c >>> 6 & 0x3F);
                    out.write(0x80 | c & 0x3F);
                }
            }
        }
    }
}
