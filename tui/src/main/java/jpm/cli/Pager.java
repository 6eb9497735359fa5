package jpm.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Prints lines, through the user's pager where they do not fit the terminal. */
final class Pager {
    private static final int NOT_FOUND = 127;

    private Pager() {}

    static void print(List<String> lines, Invocation invocation) {
        Console console = invocation.console();
        boolean fits = lines.size() < console.rows();
        if (!console.stdoutIsTerminal() || fits || console.rows() == 0 || invocation.has("no-pager")) {
            printPlain(lines, console);
        } else if (!printPaged(lines, console)) {
            printPlain(lines, console);
        }
    }

    private static void printPlain(List<String> lines, Console console) {
        lines.forEach(console.out()::println);
    }

    private static boolean printPaged(List<String> lines, Console console) {
        Map<String, String> environment = console.environment();
        String pager = environment.getOrDefault("JPM_PAGER", environment.getOrDefault("PAGER", "less"));
        if (pager.isBlank() || pager.equals("cat")) {
            return false;
        }
        ProcessBuilder builder = new ProcessBuilder(
                "/bin/sh", "-c", "command -v \"${1%% *}\" >/dev/null || exit 127; exec $1", "sh", pager);
        builder.environment().putIfAbsent("LESS", "FRSXMK");
        builder.environment().putIfAbsent("LESSCHARSET", "utf-8");
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            Process process = builder.start();
            feed(process, lines);
            return waitFor(process) != NOT_FOUND;
        } catch (IOException noPager) {
            return false;
        }
    }

    private static void feed(Process process, List<String> lines) {
        try (OutputStream out = process.getOutputStream()) {
            for (String line : lines) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException leftEarly) {
            // the reader has seen enough
        }
    }

    private static int waitFor(Process process) {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException goOn) {
                Thread.interrupted();
            }
        }
    }
}
