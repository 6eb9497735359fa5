package jpm.agent.probe;

/**
 * Where the source of a breakpoint is, as the user wrote it: {@code com/acme/Shop.java}, also with folders before the package, as
 * {@code src/main/java/com/acme/Shop.java}, and without a file's ending.
 *
 * @param path with slashes
 */
record SourcePlace(String path) {
    /** Whether classes of a package can come from here; {@code internalName} is a class's. */
    boolean mayHold(String internalName) {
        String folder = folderOf(path);
        String classFolder = folderOf(internalName);
        return folder.isEmpty() || folder.equals(classFolder) || endsWith(folder, classFolder);
    }

    private static boolean endsWith(String folder, String end) {
        return end.isEmpty() || (folder.endsWith(end) && folder.charAt(folder.length() - end.length() - 1) == '/');
    }

    /** Whether a class's source file is this one; its package is known to fit. */
    boolean isFile(String sourceFile) {
        String name = nameOf(path);
        return name.equals(sourceFile) || (name.indexOf('.') < 0 && name.equals(stem(sourceFile)));
    }

    /** Whether the class's name alone makes it likely that it is from here, as that of {@code Shop$Item} for {@code Shop.java}. */
    boolean isLikely(String internalName) {
        String simple = nameOf(internalName);
        String stem = stem(nameOf(path));
        return simple.equals(stem) || simple.startsWith(stem + "$");
    }

    /** The file of this name in a class's folder. */
    String in(String internalName) {
        String folder = folderOf(internalName);
        return folder.isEmpty() ? nameOf(path) : folder + "/" + nameOf(path);
    }

    private static String folderOf(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String stem(String file) {
        int dot = file.lastIndexOf('.');
        return dot < 0 ? file : file.substring(0, dot);
    }
}
