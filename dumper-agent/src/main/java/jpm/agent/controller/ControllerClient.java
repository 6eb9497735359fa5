package jpm.agent.controller;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import jpm.agent.SnapshotLimits;
import jpm.agent.Visibility;
import jpm.agent.probe.Breakpoint;
import jpm.agent.probe.BreakpointListener;
import jpm.agent.probe.BreakpointSpec;
import jpm.agent.probe.Hit;
import jpm.agent.probe.HitSnapshot;
import jpm.agent.probe.ProbeStatus;
import jpm.agent.probe.Probes;
import jpm.agent.remote.DebuggerApi;
import jpm.agent.remote.DebuggerApi.Reply;
import jpm.agent.remote.JsonTree;
import jpm.agent.start.AgentOptions;
import jpm.agent.start.AgentSetup;
import jpm.agent.start.Faults;
import jpm.agent.start.Stderr;
import jpm.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the program registered, sets the breakpoints that the service has for it, and delivers their results. One thread waits for breakpoints, another
 * delivers, so that a slow service keeps no thread of the program's.
 */
public final class ControllerClient implements Runnable, BreakpointListener {
    private static final int MAX_UPDATES = 100;
    private static final int MAX_ATTEMPTS = 10;
    private static final int MAX_FRAMES = 20;
    private static final int MAX_FRAMES_WITH_VARIABLES = 5;
    private static final int CONNECT_MILLIS = 10_000;
    /** Longer than any server holds a request that waits. */
    private static final int READ_MILLIS = 100_000;

    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LAST_PAUSE_MILLIS = 40_000;
    private static final long DISABLED_MILLIS = 600_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final AgentSetup setup;
    private final Probes probes;
    private final DebuggerApi calls;
    private final BlockingQueue<Update> updates = new ArrayBlockingQueue<>(MAX_UPDATES);
    private final Map<String, Snapshot> caught = new ConcurrentHashMap<>();
    /** The service's breakpoints that are set here, by id, the final ones among them until the service has forgotten them, too. */
    private final Set<String> known = new HashSet<>();

    private volatile @Nullable String debuggee;
    private final BlocklistFile blocklist = BlocklistFile.find();
    private String agentId = "";
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean isTold;

    private record Update(String breakpoint, byte[] body) {}

    private ControllerClient(AgentSetup setup, Probes probes, String address) {
        this.setup = setup;
        this.probes = probes;
        this.calls = new DebuggerApi(address, setup.options().remote().tokenFile(), CONNECT_MILLIS, READ_MILLIS);
    }

    /** Starts it where the options name a service. */
    public static void start(AgentSetup setup, Probes probes) {
        AgentOptions.Remote remote = setup.options().remote();
        String address = remote.controller();
        if (address != null) {
            ControllerClient client = new ControllerClient(setup, probes, address);
            thread("jpm-controller", client);
            thread("jpm-controller-updates", client::deliver);
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (true) {
                long pause = serve();
                if (pause == 0) {
                    pauseMillis = FIRST_PAUSE_MILLIS;
                } else {
                    Thread.sleep(pause);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Works for the service until that fails or ends; how long to wait before the next attempt. */
    private long serve() throws InterruptedException {
        try {
            if (register()) {
                return watch() ? 0 : longerPause();
            }
            removeAll();
            return DISABLED_MILLIS;
        } catch (IOException | RuntimeException | LinkageError e) {
            tell(e);
            return longerPause();
        }
    }

    private long longerPause() {
        long pause = pauseMillis;
        pauseMillis = Math.min(LAST_PAUSE_MILLIS, pause * 2);
        return pause;
    }

    /** Whoever wrote the address should learn once that it does not work. */
    private void tell(Throwable failure) {
        Faults.swallow(failure);
        if (!isTold) {
            isTold = true;
            Stderr.line("no debugger service: " + setup.options().remote().controller() + ": " + failure.getMessage());
        }
    }

    /** False where the service wants none of this program. */
    private boolean register() throws IOException {
        Reply reply = calls.register(new DebuggeeJson(setup, blocklist.source()).request());
        JsonTree registered = reply.body().object("debuggee");
        String id = registered.text("id");
        if (!reply.isOk() || id == null) {
            throw new IOException(reply.isOk() ? "it is no debugger service" : reply.why());
        }
        debuggee = id;
        String agent = reply.body().text("agentId");
        agentId = agent == null ? "" : agent;
        return !registered.isTrue("isDisabled");
    }

    /** Follows the breakpoints until the service no longer knows the program; whether it knew it at all. */
    private boolean watch() throws IOException, InterruptedException {
        String token = "init";
        String id = String.valueOf(debuggee);
        for (boolean isKnown = false; ; isKnown = true) {
            long start = System.nanoTime();
            Reply reply = calls.list(id, agentId, token);
            boolean isTimeout = reply.status() == HttpURLConnection.HTTP_CONFLICT;
            if (reply.isUnknown()) {
                return isKnown;
            }
            if (!reply.isOk() && !isTimeout) {
                throw new IOException(reply.why());
            }
            pauseMillis = FIRST_PAUSE_MILLIS;
            if (isTimeout || reply.body().isTrue("waitExpired")) {
                pauseAfter(start);
            } else {
                take(reply.body());
            }
            String next = reply.body().text("nextWaitToken");
            token = next == null ? token : next;
        }
    }

    /** A server that does not hold requests is not asked without end. */
    private static void pauseAfter(long startNanos) throws InterruptedException {
        long tookMillis = (System.nanoTime() - startNanos) / NANOS_PER_MILLI;
        if (tookMillis < FIRST_PAUSE_MILLIS) {
            Thread.sleep(FIRST_PAUSE_MILLIS - tookMillis);
        }
    }

    private void take(JsonTree list) {
        Set<String> wanted = new HashSet<>();
        for (JsonTree each : list.objects("breakpoints")) {
            String id = each.text("id");
            if (id != null) {
                wanted.add(id);
                if (known.add(id)) {
                    set(each);
                }
            }
        }
        for (String gone : Set.copyOf(known)) {
            if (!wanted.contains(gone)) {
                known.remove(gone);
                probes.remove(gone);
                caught.remove(gone);
            }
        }
    }

    private void set(JsonTree json) {
        try {
            BreakpointSpec spec = BreakpointResource.read(json);
            if (!blocklist.error().isEmpty()) {
                refuse(spec, blocklist.error());
                return;
            }
            try {
                probes.add(spec, this);
            } catch (IllegalArgumentException noRoom) {
                refuse(spec, String.valueOf(noRoom.getMessage()));
            }
        } catch (IllegalArgumentException | IOException unusable) {
            Faults.swallow(unusable);
        }
    }

    private void refuse(BreakpointSpec spec, String why) throws IOException {
        ProbeStatus status = ProbeStatus.error(ProbeStatus.UNSPECIFIED, why.replace("$", "$$"));
        enqueue(spec.id(), BreakpointResource.refusal(spec, status));
    }

    @Override
    public Visibility visibility() {
        return blocklist.visibility();
    }

    private void removeAll() {
        for (String id : known) {
            probes.remove(id);
        }
        known.clear();
    }

    @Override
    public void changed(Breakpoint breakpoint) {
        if (breakpoint.actualLine() != breakpoint.spec().line()) {
            send(breakpoint, false, null);
        }
    }

    @Override
    public void hit(Breakpoint breakpoint, Hit hit) {
        caught.put(
                breakpoint.spec().id(),
                HitSnapshot.ofFrames(breakpoint, hit, SnapshotLimits.OF_FRAMES, MAX_FRAMES, MAX_FRAMES_WITH_VARIABLES));
    }

    @Override
    public void finished(Breakpoint breakpoint) {
        send(breakpoint, true, caught.remove(breakpoint.spec().id()));
    }

    private void send(Breakpoint breakpoint, boolean isFinal, @Nullable Snapshot snapshot) {
        try {
            enqueue(breakpoint.spec().id(), BreakpointResource.update(breakpoint, isFinal, snapshot));
        } catch (IOException e) {
            Faults.swallow(e);
        }
    }

    private void enqueue(String breakpoint, byte[] body) {
        if (!updates.offer(new Update(breakpoint, body))) {
            Faults.swallow(new IOException("too many results wait for the service"));
        }
    }

    private void deliver() {
        try {
            while (true) {
                deliver(updates.take());
            }
        } catch (InterruptedException e) {
            return;
        }
    }

    private void deliver(Update update) throws InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            String id = debuggee;
            try {
                Reply reply = calls.update(id == null ? "" : id, update.breakpoint(), update.body());
                if (!reply.isWorthRetrying()) {
                    return;
                }
            } catch (IOException | RuntimeException e) {
                Faults.swallow(e);
            }
            Thread.sleep(pause);
            pause = Math.min(LAST_PAUSE_MILLIS, pause * 2);
        }
    }
}
