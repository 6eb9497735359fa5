package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import jpm.debug.CommandInterpreter;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows an interrupted command. */
class OpenCommandTest {
    private static final int NODES = 300;

    @TempDir
    Path folder;

    @Test
    void ctrlCEndsTheCommandsThatWereToFollow() {
        HprofBuilder dump = new HprofBuilder();
        long node = dump.define("com.acme.Node").field("next", 'L').id();
        for (int i = 0; i < NODES; i++) {
            dump.instance(node, 0L);
        }
        Path file = dump.write(folder.resolve("nodes.hprof"));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (DebugSession session = DebugSession.open(file, DebugOptions.DEFAULT)) {
            CommandInterpreter interpreter = new CommandInterpreter(session);
            PrintStream interrupting =
                    new PrintStream(new FailureKeepingStream(printed), true, StandardCharsets.UTF_8) {
                        @Override
                        public void print(String text) {
                            super.print(text);
                            interpreter.interrupt();
                        }
                    };
            int code = OpenCommand.runAll(
                    List.of("find com.acme.Node", "print 40 + 2"), false, interpreter, console(interrupting));

            assertThat(code).isEqualTo(130);
            assertThat(printed.toString(StandardCharsets.UTF_8))
                    .contains("Node@")
                    .doesNotContain("42");
        }
    }

    private Console console(PrintStream out) {
        PrintStream err =
                new PrintStream(new FailureKeepingStream(new ByteArrayOutputStream()), true, StandardCharsets.UTF_8);
        return new Console(
                InputStream.nullInputStream(),
                out,
                err,
                Map.of(),
                false,
                false,
                false,
                0,
                Clock.systemUTC(),
                ZoneOffset.UTC,
                folder);
    }
}
