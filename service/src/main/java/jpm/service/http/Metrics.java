package jpm.service.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import jpm.service.DebuggerService;

/** Counts of requests, and the service's state, in the text format of Prometheus. */
final class Metrics {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final DebuggerService service;
    private final IntSupplier followers;
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final LongAdder faults = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();

    /** @param followers how many follow the database at the moment */
    Metrics(DebuggerService service, IntSupplier followers) {
        this.service = service;
        this.followers = followers;
    }

    void answered(String surface, int code, int received, int sent) {
        String labels = "surface=\"" + surface + "\",code=\"" + code + "\"";
        requests.computeIfAbsent(labels, same -> new LongAdder()).increment();
        receivedBytes.add(received);
        sentBytes.add(sent);
    }

    /** A fault of the service's own. */
    void fault() {
        faults.increment();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        head(text, "jpm_service_requests_total", "counter", "Answered requests.");
        new TreeMap<>(requests)
                .forEach((labels, count) -> line(text, "jpm_service_requests_total{" + labels + "}", count.sum()));
        sample(text, "jpm_service_received_bytes_total", "counter", "Bytes of requests' bodies.", receivedBytes.sum());
        sample(text, "jpm_service_sent_bytes_total", "counter", "Bytes of answers' bodies.", sentBytes.sum());
        sample(text, "jpm_service_faults_total", "counter", "Faults of the service's own.", faults.sum());
        sample(text, "jpm_service_waiting_requests", "gauge", "Requests that wait for a change.", service.waiting());
        sample(text, "jpm_service_followers", "gauge", "Clients that follow the database.", followers.getAsInt());
        DebuggerService.Counts counts = service.counts();
        sample(text, "jpm_service_debuggees", "gauge", "Registered debuggees.", counts.debuggees());
        sample(text, "jpm_service_breakpoints_active", "gauge", "Active breakpoints.", counts.active());
        sample(text, "jpm_service_breakpoints_final", "gauge", "Breakpoints that ended.", counts.ended());
        return text.toString();
    }

    private static void sample(StringBuilder text, String name, String type, String help, long value) {
        head(text, name, type, help);
        line(text, name, value);
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder text, String name, long value) {
        text.append(name).append(' ').append(value).append('\n');
    }
}
