package jpm.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mounts that a process sees. */
final class Mounts {
    private static final int POINT_FIELD = 4;
    private static final int OPTIONS_FIELD = 5;

    private final List<Mount> mounts;

    private Mounts(List<Mount> mounts) {
        this.mounts = mounts;
    }

    /**
     * A mounted file system.
     *
     * @param point where, as the process sees it
     * @param type as {@code ext4} or {@code overlay}
     * @param readOnly whether nothing below can be written
     */
    record Mount(String point, String type, boolean readOnly) {
        boolean isMemory() {
            return type.equals("tmpfs") || type.equals("ramfs");
        }

        /** Whether it is the layer of a container, which goes with the container. */
        boolean isOfContainer() {
            return type.equals("overlay") || type.equals("aufs") || type.equals("fuse.fuse-overlayfs");
        }
    }

    /** @param mountinfo the content of {@code /proc/PID/mountinfo} */
    static Mounts of(String mountinfo) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : mountinfo.split("\n", -1)) {
            String[] halves = line.split(" - ", 2);
            String[] fields = halves[0].split(" ");
            if (halves.length == 2 && fields.length > OPTIONS_FIELD) {
                String[] source = halves[1].split(" ");
                boolean readOnly = has("ro", fields[OPTIONS_FIELD]) || source.length > 2 && has("ro", source[2]);
                mounts.add(new Mount(unescaped(fields[POINT_FIELD]), source[0], readOnly));
            }
        }
        return new Mounts(mounts);
    }

    private static boolean has(String option, String options) {
        return ("," + options + ",").contains("," + option + ",");
    }

    private static String unescaped(String path) {
        return path.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    /** The mount on which a path lies; of several on one point the last one hides the others. */
    @Nullable
    Mount holding(Path path) {
        String wanted = path.toString();
        Mount found = null;
        for (Mount mount : mounts) {
            boolean holds =
                    mount.point.equals("/") || wanted.equals(mount.point) || wanted.startsWith(mount.point + "/");
            if (holds && (found == null || mount.point.length() >= found.point.length())) {
                found = mount;
            }
        }
        return found;
    }
}
