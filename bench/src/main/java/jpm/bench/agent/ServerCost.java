package jpm.bench.agent;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;

/**
 * What the agent costs a server under a steady load: two servers of each JDK, one with the agent, get the same requests in alternation. Arguments:
 * the agent's jar, and the seconds to measure. The first minute is not counted.
 */
public final class ServerCost {
    private static final int WARM_UP_SECONDS = 60;
    private static final long PAUSE_NANOS = 5_000_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path agent;
    private final Path store;

    private ServerCost(Path agent, Path store) {
        this.agent = agent;
        this.store = store;
    }

    public static void main(String[] args) throws Exception {
        Path store = Files.createTempDirectory("jpm-bench");
        new ServerCost(Path.of(args[0]).toAbsolutePath(), store).measure(Integer.parseInt(args[1]));
    }

    /** A server's process. */
    private record Running(Jdk jdk, Process process, BufferedReader out, Writer in, HttpRequest request) {
        long[] ask() throws IOException {
            in.write("\n");
            in.flush();
            String[] words = out.readLine().split(" ");
            return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])};
        }
    }

    private void measure(int seconds) throws Exception {
        List<Running> servers = new ArrayList<>();
        for (Jdk jdk : Jdks.installed()) {
            servers.add(start(jdk, false));
            servers.add(start(jdk, true));
        }
        load(servers, WARM_UP_SECONDS);
        List<long[]> before = ask(servers);
        long begin = System.nanoTime();
        int requests = load(servers, seconds);
        double wallNanos = System.nanoTime() - begin;
        List<long[]> after = ask(servers);
        for (int i = 0; i < servers.size(); i += 2) {
            print(
                    servers.get(i).jdk(),
                    requests / wallNanos,
                    wallNanos,
                    before.subList(i, i + 2),
                    after.subList(i, i + 2));
        }
        for (Running server : servers) {
            server.process().destroy();
        }
    }

    private Running start(Jdk jdk, boolean agentOn) throws IOException {
        List<String> command = new ArrayList<>(List.of(jdk.java().toString(), "-Xmx128m", "-XX:+UseSerialGC"));
        if (agentOn) {
            command.add("-javaagent:" + agent + "=store=" + store);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LoadedServer.class.getName()));
        Process process =
                new ProcessBuilder(command).redirectError(new File("/dev/null")).start();
        BufferedReader out = process.inputReader();
        URI address = URI.create("http://127.0.0.1:" + out.readLine() + "/orders");
        return new Running(
                jdk,
                process,
                out,
                process.outputWriter(),
                HttpRequest.newBuilder(address).build());
    }

    /** Gives how many requests each server had. */
    private int load(List<Running> servers, int seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        int requests = 0;
        while (System.nanoTime() < end) {
            for (Running server : servers) {
                client.send(server.request(), HttpResponse.BodyHandlers.discarding());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            requests++;
        }
        return requests;
    }

    private static List<long[]> ask(List<Running> servers) throws IOException {
        List<long[]> answers = new ArrayList<>();
        for (Running server : servers) {
            answers.add(server.ask());
        }
        return answers;
    }

    private static void print(Jdk jdk, double perNano, double wallNanos, List<long[]> before, List<long[]> after) {
        double plain = (after.get(0)[0] - before.get(0)[0]) / wallNanos * 100;
        double with = (after.get(1)[0] - before.get(1)[0]) / wallNanos * 100;
        System.out.printf(
                "| %s | server, %.0f requests/s, CPU %% of a core | %.2f | %.2f | %+.2f |%n",
                jdk, perNano * 1e9, plain, with, with - plain);
        System.out.printf(
                "| %s | live heap, kB | %d | %d | %+d |%n",
                jdk, after.get(0)[1] / 1000, after.get(1)[1] / 1000, (after.get(1)[1] - after.get(0)[1]) / 1000);
        System.out.printf(
                "| %s | a caught exception's locals let go after, ms | %d | %d | |%n",
                jdk, after.get(0)[2], after.get(1)[2]);
    }
}
