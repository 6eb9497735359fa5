package jpm.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import jpm.agent.start.Faults;

/** Makes files and folders that only their owner can use, whatever the process's umask. */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> FILE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> FOLDER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private PrivateFiles() {}

    /** Makes a folder with mode 0700; fails where there is one. */
    static void createFolder(Path folder) throws IOException {
        if (isPosix(folder)) {
            Files.createDirectory(folder, attribute(FOLDER));
            Files.setPosixFilePermissions(folder, FOLDER);
        } else {
            Files.createDirectory(folder);
        }
    }

    /**
     * Makes a file with mode 0600 and opens it.
     *
     * <p>A stream and not a channel: channels are closed under a thread that was interrupted, as a dying one may have been.
     */
    static FileOutputStream create(Path file) throws IOException {
        if (isPosix(file)) {
            Files.createFile(file, attribute(FILE));
            Files.setPosixFilePermissions(file, FILE);
        }
        return new FileOutputStream(file.toFile());
    }

    /** Gives a file that somebody else made mode 0600. */
    public static void restrict(Path file) throws IOException {
        if (isPosix(file)) {
            Files.setPosixFilePermissions(file, FILE);
        }
    }

    /** Brings a folder's entries to the disk, where the platform can. */
    static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            FileDescriptor descriptor = Internals.descriptor(channel);
            if (descriptor != null) {
                descriptor.sync();
            }
        } catch (IOException e) {
            // Windows opens no folders: the entries are then written later.
            Faults.swallow(e);
        }
    }

    private static boolean isPosix(Path path) {
        Path parent = path.getParent();
        return parent != null
                && Files.getFileAttributeView(parent, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS) != null;
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute(Set<PosixFilePermission> permissions) {
        return PosixFilePermissions.asFileAttribute(permissions);
    }
}
