package jpm.cli;

import java.util.List;

/** {@code jpm version}. */
final class VersionCommand {
    static final Command COMMAND = new Command(
            "version",
            List.of(),
            "",
            "print the version of jpm",
            "Prints the version of jpm and of the Java that runs it.",
            CommonFlags.with(List.of()),
            List.of(new Command.Example("jpm version", "for a bug report")),
            VersionCommand::run);

    private VersionCommand() {}

    static int run(Invocation invocation) {
        invocation
                .console()
                .out()
                .println("jpm " + version() + " (Java " + System.getProperty("java.vm.version") + ", "
                        + System.getProperty("java.vendor") + ")");
        return ExitCode.DONE;
    }

    static String version() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
