package jpm.debug;

import org.jspecify.annotations.Nullable;

/**
 * One Java frame of a stack.
 *
 * @param index 0 for the innermost
 * @param className binary name in source form ({@code com.acme.Shop$Item})
 * @param sourceFile the class file's SourceFile attribute, or null
 * @param firstLine the line, or the first of the lines that it can be; 0 when not known, -2 in native code
 * @param lastLine the last of the lines that it can be, else equal to {@code firstLine}
 * @param whyNoLocals a clause that says why the frame's variables are not (all) known, or null when they are
 */
public record DebugFrame(
        int index,
        String className,
        String methodName,
        @Nullable String sourceFile,
        int firstLine,
        int lastLine,
        @Nullable String whyNoLocals) {
    /** The line of a frame in native code. */
    static final int NATIVE_LINE = -2;

    /** The line, or the first of the lines that it can be; 0 or less when not known. */
    public int line() {
        return firstLine;
    }

    /** Whether the frame is in native code. */
    public boolean isNative() {
        return firstLine == NATIVE_LINE;
    }

    /** {@code com.acme.Shop.price}. */
    public String qualifiedMethod() {
        return className + "." + methodName;
    }

    /** The method as it was written, with its class: {@code com.acme.Shop.main{lambda}} for {@code com.acme.Shop.lambda$main$0}. */
    public String readableMethod() {
        return ReadableNames.method(className, methodName, sourceFile);
    }

    /** {@code Shop.java:17}, {@code Shop.java:17..19}, {@code Shop.java}, {@code native} or {@code unknown source}. */
    public String place() {
        if (firstLine == NATIVE_LINE) {
            return "native";
        }
        String file = sourceFile == null ? "unknown source" : sourceFile;
        if (firstLine <= 0) {
            return file;
        }
        return file + ":" + firstLine + (lastLine > firstLine ? ".." + lastLine : "");
    }

    /** One line without variables: {@code com.acme.Shop.price at Shop.java:17}. */
    public String description() {
        return qualifiedMethod() + " at " + place();
    }

    /** The same frame at another place of a stack. */
    DebugFrame at(int newIndex) {
        return new DebugFrame(newIndex, className, methodName, sourceFile, firstLine, lastLine, whyNoLocals);
    }
}
