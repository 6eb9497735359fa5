package jpm.cli;

import java.util.List;

/** What the manual page and the reference page say besides the commands. */
final class CommonTexts {
    record Pair(String name, String meaning) {}

    static final List<Pair> ENVIRONMENT = List.of(
            new Pair(
                    "JPM_STORE",
                    "The store's folder. Without it root uses /var/lib/jpm, others ${XDG_STATE_HOME:-~/.local/state}/jpm."),
            new Pair(
                    "JPM_PAGER, PAGER",
                    "The pager for long output on a terminal; less if neither is set, none if empty."),
            new Pair("MAT_HOME", "The folder of Eclipse MAT, for jpm mat."),
            new Pair("NO_COLOR", "Any value switches colours off."),
            new Pair("JAVA_HOME", "The Java that runs jpm, 17 or later; else the java on the PATH."),
            new Pair("JPM_JAVA_OPTS", "Options for that Java, as -Xmx4g."));

    static final List<Pair> EXIT_CODES = List.of(
            new Pair("0", "Done."),
            new Pair("1", "No dump fits."),
            new Pair("2", "Wrong use, or input that cannot be read."),
            new Pair("130", "Interrupted."));

    private CommonTexts() {}
}
