package jpm.doctor;

import java.util.HashSet;
import java.util.Set;

/**
 * As whom a process acts.
 *
 * @param ignoresModes whether files' modes do not bind it
 */
record Credentials(int uid, Set<Integer> groups, boolean ignoresModes) {
    private static final int EFFECTIVE = 2;
    private static final long CAP_DAC_OVERRIDE = 1L << 1;

    /** @param status the content of {@code /proc/PID/status} */
    static Credentials of(String status) {
        int uid = -1;
        Set<Integer> groups = new HashSet<>();
        boolean ignoresModes = false;
        for (String line : status.split("\n", -1)) {
            String[] fields = line.split("\\s+");
            if (line.startsWith("Uid:")) {
                uid = Integer.parseInt(fields[EFFECTIVE]);
            } else if (line.startsWith("Gid:")) {
                groups.add(Integer.valueOf(fields[EFFECTIVE]));
            } else if (line.startsWith("Groups:")) {
                for (int i = 1; i < fields.length; i++) {
                    groups.add(Integer.valueOf(fields[i]));
                }
            } else if (line.startsWith("CapEff:")) {
                ignoresModes = (Long.parseUnsignedLong(fields[1], 16) & CAP_DAC_OVERRIDE) != 0;
            }
        }
        return new Credentials(uid, groups, ignoresModes);
    }
}
