package jpm.agent.start;

import org.jspecify.annotations.Nullable;

/**
 * What the launcher was told to run.
 *
 * @param mainClass the main class's binary name, or null for {@code -jar} and for a source file
 * @param jar the jar of {@code java -jar} as it stood on the command line, or null
 * @param sourceFile the file of {@code java Shop.java}, or null
 * @param module the main module of {@code java -m}, or null
 */
public record MainProgram(
        @Nullable String mainClass,
        @Nullable String jar,
        @Nullable String sourceFile,
        @Nullable String module) {
    private static final String SOURCE_LAUNCHER = "jdk.compiler/com.sun.tools.javac.launcher.";

    /**
     * Reads the launcher's properties.
     *
     * @param command {@code sun.java.command}: main class, {@code module/class} or jar, then the arguments; null when embedded
     * @param classPath {@code java.class.path}, which is the jar alone for {@code -jar}
     */
    static MainProgram of(@Nullable String command, @Nullable String classPath) {
        if (command == null || command.isEmpty()) {
            return new MainProgram(null, null, null, null);
        }
        if (isJar(command, classPath)) {
            return new MainProgram(null, classPath, null, null);
        }
        String first = upToSpace(command, 0);
        if (first.startsWith(SOURCE_LAUNCHER)) {
            int next = Math.min(first.length() + 1, command.length());
            return new MainProgram(null, null, upToSpace(command, next), null);
        }
        int slash = first.indexOf('/');
        return slash < 0
                ? new MainProgram(first, null, null, null)
                : new MainProgram(first.substring(slash + 1), null, null, first.substring(0, slash));
    }

    /** The name under which a dump is listed: the main class, else the jar's or source file's name, else {@code ?}. */
    public String displayName() {
        if (mainClass != null) {
            return mainClass;
        }
        String file = jar != null ? jar : sourceFile;
        if (file == null) {
            return "?";
        }
        int cut = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
        return file.substring(cut + 1);
    }

    private static boolean isJar(String command, @Nullable String classPath) {
        return classPath != null
                && !classPath.isEmpty()
                && command.startsWith(classPath)
                && (command.length() == classPath.length() || command.charAt(classPath.length()) == ' ');
    }

    private static String upToSpace(String command, int from) {
        int space = command.indexOf(' ', from);
        return space < 0 ? command.substring(from) : command.substring(from, space);
    }
}
