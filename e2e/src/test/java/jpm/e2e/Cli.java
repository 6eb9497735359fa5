package jpm.e2e;

import java.nio.file.Path;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;

/** The command line as a process of its own. */
final class Cli {
    private Cli() {}

    /** Runs jpm with nothing on its standard input. */
    static JvmProcess.Result run(String... arguments) {
        return process(arguments).run();
    }

    /** jpm, not yet started. */
    static JvmProcess process(String... arguments) {
        return JvmProcess.with(Jdks.running())
                .flags("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
                .flags("-Djpm.home=" + Path.of("..").toAbsolutePath().normalize())
                .main("jpm.cli.Main", arguments);
    }
}
