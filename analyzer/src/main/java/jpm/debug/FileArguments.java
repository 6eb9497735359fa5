package jpm.debug;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Files that commands name. */
final class FileArguments {
    private FileArguments() {}

    /** The file of that name, which may stand in quotes and begin with {@code ~/}. */
    static Path path(String written) {
        String name = written.strip();
        if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
            name = name.substring(1, name.length() - 1);
        }
        if (name.isEmpty()) {
            throw new CommandException("Missing: a file's name.");
        }
        try {
            return name.startsWith("~/") ? Path.of(System.getProperty("user.home"), name.substring(2)) : Path.of(name);
        } catch (InvalidPathException e) {
            throw new CommandException("\"" + name + "\" is no file's name.");
        }
    }
}
