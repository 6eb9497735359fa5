package jpm.snapshot;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stack with its variables at one moment, bounded: a finished breakpoint in Cloud Debugger's sense.
 *
 * <p>Objects stand in {@link #variableTable}, each once, and variables refer to them by index; circles are normal. Entry 0 is
 * reserved: a reference to it is one whose object did not fit.
 *
 * @param id the dump's id
 * @param time when, as RFC 3339
 * @param frames the stack, innermost first
 * @param expressions values beside the stack, as {@code $exception}
 * @param variableTable nameless objects
 * @param labels free text about the snapshot, as {@code reason} and {@code exception}
 */
public record Snapshot(
        String id,
        String time,
        List<Frame> frames,
        List<Variable> expressions,
        List<Variable> variableTable,
        Map<String, String> labels) {
    /** The expression that stands for what was thrown. */
    public static final String EXCEPTION = "$exception";

    /** The label of the condition that held where a breakpoint was hit. */
    public static final String CONDITION = "condition";

    /** The table's entry for whatever did not fit. */
    public static final int BUFFER_FULL = 0;

    public Snapshot {
        frames = List.copyOf(frames);
        expressions = List.copyOf(expressions);
        variableTable = List.copyOf(variableTable);
        labels = Map.copyOf(labels);
    }

    /**
     * A stack frame.
     *
     * @param className binary name
     * @param descriptor the method's, or null where it is not known
     * @param file the source file's name, or null
     * @param line 1-based, not positive where unknown
     * @param arguments {@code this} first
     * @param whyNoVariables a clause that says why the frame has no variables, or null
     * @param omittedBefore how many frames were left out between the frame before and this one
     */
    public record Frame(
            String className,
            String method,
            @Nullable String descriptor,
            @Nullable String file,
            int line,
            List<Variable> arguments,
            List<Variable> locals,
            @Nullable String whyNoVariables,
            int omittedBefore) {
        public Frame {
            arguments = List.copyOf(arguments);
            locals = List.copyOf(locals);
        }

        /** The same with what a resource of Cloud Debugger does not tell. */
        Frame with(String exactClass, @Nullable String exactDescriptor, @Nullable String why, int omitted) {
            return new Frame(exactClass, method, exactDescriptor, file, line, arguments, locals, why, omitted);
        }

        /** The same with other variables. */
        public Frame withVariables(List<Variable> otherArguments, List<Variable> otherLocals) {
            return new Frame(
                    className,
                    method,
                    descriptor,
                    file,
                    line,
                    otherArguments,
                    otherLocals,
                    whyNoVariables,
                    omittedBefore);
        }

        /** The name as Cloud Debugger shows it: nested classes with a dot. */
        public String function() {
            return className.replace('$', '.') + "." + method;
        }

        /** The source's path below its root: the package's folders and the file; null where the file is not known. */
        public @Nullable String path() {
            if (file == null) {
                return null;
            }
            int dot = className.lastIndexOf('.');
            return dot < 0 ? file : className.substring(0, dot).replace('.', '/') + "/" + file;
        }
    }

    /**
     * A variable, a field, an element or an object.
     *
     * @param name null for entries of the table
     * @param type in source form; null where the value is null or unknown
     * @param value a primitive as Java prints it, a string in double quotes without escapes, {@code null}; or null for objects
     * @param members fields or elements
     * @param tableIndex the object in the table, or null
     * @param status why there is no value or not the whole of it, or null
     * @param provenance {@link #UNAVAILABLE} where nobody knows the value, else null
     * @param superclasses of an object, the superclasses of its class up to but without {@code java.lang.Object}
     */
    public record Variable(
            @Nullable String name,
            @Nullable String type,
            @Nullable String value,
            List<Variable> members,
            @Nullable Integer tableIndex,
            @Nullable Status status,
            @Nullable String provenance,
            List<String> superclasses) {
        /** The provenance of a variable whose status says why it has no value. */
        public static final String UNAVAILABLE = "unavailable";

        public Variable {
            members = List.copyOf(members);
            superclasses = List.copyOf(superclasses);
        }

        /** A variable with a value in text. */
        public static Variable ofValue(@Nullable String name, @Nullable String type, String value) {
            return new Variable(name, type, value, List.of(), null, null, null, List.of());
        }

        /** A variable that refers to an object. */
        public static Variable ofReference(@Nullable String name, @Nullable String type, int tableIndex) {
            return new Variable(name, type, null, List.of(), tableIndex, null, null, List.of());
        }

        /** A variable whose value nobody knows. */
        public static Variable unavailable(String name, String why) {
            Status status = Status.ofValue(true, why.replace("$", "$$"));
            return new Variable(name, null, null, List.of(), null, status, UNAVAILABLE, List.of());
        }

        /** An expression that cannot be read. */
        public static Variable notUnderstood(String expression, String why) {
            Status status = new Status(true, "VARIABLE_NAME", why.replace("$", "$$"), List.of());
            return new Variable(expression, null, null, List.of(), null, status, UNAVAILABLE, List.of());
        }

        /** An object with its parts. */
        public static Variable ofObject(@Nullable String type, List<Variable> members, @Nullable Status status) {
            return new Variable(null, type, null, members, null, status, null, List.of());
        }

        /** The same with the superclasses of its class. */
        public Variable withSuperclasses(List<String> names) {
            return new Variable(name, type, value, members, tableIndex, status, provenance, names);
        }

        /** The same under a name. */
        public Variable withName(String otherName) {
            return new Variable(otherName, type, value, members, tableIndex, status, provenance, superclasses);
        }

        /** The same with another text. */
        Variable withValue(String text) {
            return new Variable(name, type, text, members, tableIndex, status, provenance, superclasses);
        }

        /** The same, referring to another entry of the table. */
        Variable withTableIndex(int index) {
            return new Variable(name, type, value, members, index, status, provenance, superclasses);
        }

        /** The same with other members. */
        public Variable withMembers(List<Variable> others) {
            return new Variable(name, type, value, others, tableIndex, status, provenance, superclasses);
        }
    }

    /**
     * A remark on a variable.
     *
     * @param isError whether it stands in place of the value
     * @param refersTo what it is about, as {@code VARIABLE_VALUE}
     * @param format text with {@code $0}, {@code $1}, …
     */
    public record Status(boolean isError, String refersTo, String format, List<String> parameters) {
        /** Format of the remark on a string that was cut; its parameter is the full length in chars. */
        public static final String CUT_STRING = "length=$0; Use in an expression to see more data";
        /** Format of the remark on an array or collection that was cut; its parameter is the number of elements kept. */
        public static final String CUT_ELEMENTS =
                "Only first $0 items were captured. Use in an expression to see more items.";
        /** Format of the table's entry 0. */
        public static final String FULL = "Buffer full. Use an expression to see more data";

        public Status {
            parameters = List.copyOf(parameters);
        }

        /** A remark on a value. */
        public static Status ofValue(boolean isError, String format, String... parameters) {
            return new Status(isError, "VARIABLE_VALUE", format, List.of(parameters));
        }

        /** The text with its parameters. */
        public String text() {
            String text = format;
            for (int i = 0; i < parameters.size(); i++) {
                text = text.replace("$" + i, parameters.get(i));
            }
            return text.replace("$$", "$");
        }
    }
}
