package jpm.bench.agent;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * A Jetty of which {@link ServerCost} has many. Prints its port; then for each line of its input what it took so far: nanoseconds of CPU, bytes that
 * are alive, and milliseconds until the locals of an exception that was caught can be collected.
 */
public final class LoadedServer {
    private static final int LIMIT_SECONDS = 30;

    private LoadedServer() {}

    public static void main(String[] args) throws Exception {
        Server server = new Server(0);
        server.setHandler(new Orders());
        server.start();
        System.out.println(((ServerConnector) server.getConnectors()[0]).getLocalPort());
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            long cpuNanos = process.getProcessCpuTime();
            System.out.println(cpuNanos + " " + liveBytes() + " " + millisUntilLetGo());
        }
        server.stop();
    }

    private static long liveBytes() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long millisUntilLetGo() {
        WeakReference<byte[]> local = fail();
        long start = System.nanoTime();
        while (local.get() != null && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            System.gc();
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static WeakReference<byte[]> fail() {
        Object[] seen = new Object[1];
        try {
            divide(seen, 0);
        } catch (ArithmeticException expected) {
            return new WeakReference<>((byte[]) seen[0]);
        }
        throw new IllegalStateException();
    }

    private static int divide(Object[] seen, int by) {
        byte[] large = new byte[1 << 20];
        seen[0] = large;
        return large.length / by;
    }

    /** Answers with a line per order; each tenth request throws an exception and catches it. */
    private static final class Orders extends Handler.Abstract {
        private int requests;

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            StringBuilder body = new StringBuilder();
            for (int order = 0; order < 20; order++) {
                body.append(line(request.getHttpURI().getPath(), order));
            }
            Content.Sink.write(response, true, body.toString(), callback);
            return true;
        }

        private String line(String path, int order) {
            try {
                return path + " " + 100 / (order == 7 && ++requests % 10 == 0 ? 0 : 1 + order) + "\n";
            } catch (ArithmeticException e) {
                return "none\n";
            }
        }
    }
}
