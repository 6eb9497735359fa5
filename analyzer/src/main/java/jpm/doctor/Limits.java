package jpm.doctor;

/** The resource limits of a process. */
record Limits(String table) {
    static Limits of(Patient patient) {
        return new Limits(patient.processFile("limits"));
    }

    /** The soft limit of a line as {@code Max file size}; the largest number where there is none. */
    long softBytes(String name) {
        for (String line : table.split("\n", -1)) {
            if (line.startsWith(name + " ")) {
                String soft = line.substring(name.length()).trim().split("\\s+")[0];
                return soft.matches("\\d{1,18}") ? Long.parseLong(soft) : Long.MAX_VALUE;
            }
        }
        return Long.MAX_VALUE;
    }
}
