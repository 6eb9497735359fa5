package jpm.tui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The commands typed so far, kept in a file for the next session. A file that cannot be read or written makes a history of this session
 * only.
 */
final class History {
    private static final int MOST_ENTRIES = 1000;
    private final Path file;
    private final List<String> entries;
    private boolean writable = true;

    private History(Path file, List<String> entries) {
        this.file = file;
        this.entries = entries;
    }

    /** Where a user's history is kept: {@code $XDG_STATE_HOME/jpm/history}, by default below {@code ~/.local/state}. */
    static Path defaultFile(Map<String, String> environment) {
        String stateHome = environment.getOrDefault("XDG_STATE_HOME", "");
        Path state =
                stateHome.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "state") : Path.of(stateHome);
        return state.resolve("jpm").resolve("history");
    }

    static History load(Path file) {
        return new History(file, new ArrayList<>(read(file)));
    }

    private static List<String> read(Path file) {
        try {
            List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
            return lines.subList(Math.max(0, lines.size() - MOST_ENTRIES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The oldest first. */
    List<String> entries() {
        return List.copyOf(entries);
    }

    /** Adds a command, unless it is empty or the same as the last. */
    void add(String command) {
        boolean repeated = !entries.isEmpty() && entries.get(entries.size() - 1).equals(command);
        if (command.isBlank() || repeated) {
            return;
        }
        entries.add(command);
        write(command);
    }

    private void write(String command) {
        if (!writable) {
            return;
        }
        try {
            if (!Files.exists(file)) {
                create();
            }
            Files.writeString(file, command + "\n", StandardOpenOption.APPEND);
            dropOldest();
        } catch (IOException | UnsupportedOperationException e) {
            writable = false;
        }
    }

    private void create() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Keeps the file at twice what is read from it at most. */
    private void dropOldest() throws IOException {
        if (entries.size() <= 2 * MOST_ENTRIES) {
            return;
        }
        entries.subList(0, entries.size() - MOST_ENTRIES).clear();
        Files.write(file, entries);
    }
}
