package jpm.bench.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code jpm serve} in a process of its own, on one database and port however often it is started. */
final class ServedProcess {
    private final Path jpm;
    private final String database;
    private int port;
    private Process process;

    /** @param database its URL of JDBC */
    ServedProcess(Path jpm, String database) throws IOException {
        this.jpm = jpm;
        this.database = database;
        process = start();
    }

    private Process start() throws IOException {
        Process started = new ProcessBuilder(
                        List.of(jpm.toString(), "serve", "-q", "--port", String.valueOf(port), "--db", database))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the service did not start");
        }
        port = Integer.parseInt(line.replaceAll(".*:(\\d+)/$", "$1"));
        return started;
    }

    /** Kills it as {@code kill -9} does, and starts it again. */
    void killAndStart() throws IOException, InterruptedException {
        stop();
        process = start();
    }

    void stop() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    String url() {
        return "http://127.0.0.1:" + port + "/v2/";
    }

    /** CPU time that it used since it started, in seconds. */
    double cpuSeconds() {
        return process.info()
                .totalCpuDuration()
                .map(used -> used.toMillis() / 1e3)
                .orElse(Double.NaN);
    }

    /** A line of its {@code /proc/PID/status}. */
    String status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("?");
    }
}
