package jpm.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import jpm.doctor.Mounts.Mount;
import org.jspecify.annotations.Nullable;

/**
 * A path as the examined process sees it, looked at from outside. Symbolic links are followed within its root, which may be another than ours.
 */
final class Place {
    private static final int MAX_LINKS = 40;

    private final Path root;
    private final Path path;
    private final Mounts mounts;
    private final Credentials credentials;

    private Place(Path root, Path path, Mounts mounts, Credentials credentials) {
        this.root = root;
        this.path = path;
        this.mounts = mounts;
        this.credentials = credentials;
    }

    /**
     * A path of a process.
     *
     * @param root where the process's root is from here
     * @param path absolute, as the process sees it
     */
    static Place of(Path root, Path path, Mounts mounts, Credentials credentials) {
        return new Place(root, withoutLinks(root, path.normalize()), mounts, credentials);
    }

    private static Path withoutLinks(Path root, Path path) {
        Path done = Path.of("/");
        Path rest = path;
        for (int links = 0; rest.getNameCount() > 0; ) {
            Path next = done.resolve(rest.getName(0));
            Path after = rest.getNameCount() == 1 ? Path.of("") : rest.subpath(1, rest.getNameCount());
            Path target = links < MAX_LINKS ? linkTarget(from(root, next)) : null;
            if (target == null) {
                done = next;
                rest = after.toString().isEmpty() ? Path.of("/") : after;
            } else {
                links++;
                rest = done.resolve(target).resolve(after).normalize();
                done = Path.of("/");
            }
        }
        return done;
    }

    private static @Nullable Path linkTarget(Path file) {
        try {
            return Files.isSymbolicLink(file) ? Files.readSymbolicLink(file) : null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    private static Path from(Path root, Path path) {
        return root.resolve(path.toString().substring(1));
    }

    /** Where the process sees it, links followed. */
    Path path() {
        return path;
    }

    /** Where it is from here. */
    Path here() {
        return from(root, path);
    }

    boolean exists() {
        return Files.exists(here(), LinkOption.NOFOLLOW_LINKS);
    }

    boolean isFolder() {
        return Files.isDirectory(here(), LinkOption.NOFOLLOW_LINKS);
    }

    Place parent() {
        Path parent = path.getParent();
        return parent == null ? this : new Place(root, parent, mounts, credentials);
    }

    @Nullable
    Mount mount() {
        return mounts.holding(path);
    }

    /** This folder, or the one above that is there. */
    Place nearestFolder() {
        Place place = this;
        while (!place.isFolder() && !place.path.equals(place.path.getRoot())) {
            place = place.parent();
        }
        return place;
    }

    /** Why the process can make no file in this folder, which it would make first where it is missing; null where it can. */
    @Nullable
    String whyUnwritable() {
        if (exists() && !isFolder()) {
            return path + " is no folder";
        }
        Place folder = nearestFolder();
        Mount mount = folder.mount();
        if (mount != null && mount.readOnly()) {
            return folder.path + " is on " + mount.point() + ", which is mounted read-only";
        }
        try {
            return folder.maySearch() && folder.allows('w') ? null : folder.modeText();
        } catch (IOException | UnsupportedOperationException notTold) {
            return null;
        }
    }

    private boolean maySearch() throws IOException {
        Place place = this;
        while (place.allows('x')) {
            if (place.path.equals(place.path.getRoot())) {
                return true;
            }
            place = place.parent();
        }
        return false;
    }

    /** Whether the process may read this file; true where that cannot be told. */
    boolean isReadable() {
        try {
            return parent().maySearch() && allows('r');
        } catch (IOException | UnsupportedOperationException notTold) {
            return true;
        }
    }

    private boolean allows(char right) throws IOException {
        if (credentials.ignoresModes()) {
            return true;
        }
        boolean owns = Integer.valueOf(credentials.uid()).equals(Files.getAttribute(here(), "unix:uid"));
        boolean shares = credentials.groups().contains((Integer) Files.getAttribute(here(), "unix:gid"));
        String who = owns ? "OWNER" : shares ? "GROUP" : "OTHERS";
        String what = right == 'w' ? "WRITE" : right == 'r' ? "READ" : "EXECUTE";
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(here());
        return mode.contains(PosixFilePermission.valueOf(who + "_" + what));
    }

    private String modeText() throws IOException {
        return "user " + credentials.uid() + " may not write " + path + ", which belongs to user "
                + Files.getAttribute(here(), "unix:uid");
    }

    /** What is free there for the process; -1 where that cannot be told. */
    long freeBytes() {
        try {
            return Files.getFileStore(nearestFolder().here()).getUsableSpace();
        } catch (IOException | SecurityException notTold) {
            return -1;
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
