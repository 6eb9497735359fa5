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
import jpm.agent.probe.Breakpoint;
import jpm.agent.probe.BreakpointListener;
import jpm.agent.probe.BreakpointSpec;
import jpm.agent.probe.Hit;
import jpm.agent.probe.HitSnapshot;
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

    private final AgentSetup setup;
    private final Probes probes;
    private final DebuggerApi calls;
    private final BlockingQueue<Update> updates = new ArrayBlockingQueue<>(MAX_UPDATES);
    private final Map<String, Snapshot> caught = new ConcurrentHashMap<>();
    /** The service's breakpoints that are set here, by id, the final ones among them until the service has forgotten them, too. */
    private final Set<String> known = new HashSet<>();

    private volatile @Nullable String debuggee;
    private String agentId = "";
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
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                if (register()) {
                    pause = FIRST_PAUSE_MILLIS;
                    watch();
                } else {
                    removeAll();
                    Thread.sleep(DISABLED_MILLIS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException | LinkageError e) {
                tell(e);
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException end) {
                    return;
                }
                pause = Math.min(LAST_PAUSE_MILLIS, pause * 2);
            }
        }
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
        Reply reply = calls.register(new DebuggeeJson(setup).request());
        JsonTree registered = reply.body().object("debuggee");
        String id = registered.text("id");
        if (!reply.isOk() || id == null) {
            throw new IOException("it answers " + reply.status() + " to the registration");
        }
        debuggee = id;
        String agent = reply.body().text("agentId");
        agentId = agent == null ? "" : agent;
        return !registered.isTrue("isDisabled");
    }

    /** Until the service no longer knows the program. */
    private void watch() throws IOException {
        String token = "init";
        String id = debuggee;
        while (id != null) {
            Reply reply = calls.list(id, agentId, token);
            if (reply.status() == HttpURLConnection.HTTP_NOT_FOUND) {
                return;
            }
            if (reply.status() == HttpURLConnection.HTTP_CONFLICT) {
                continue;
            }
            if (!reply.isOk()) {
                throw new IOException("it answers " + reply.status() + " to the list");
            }
            if (!reply.body().isTrue("waitExpired")) {
                take(reply.body());
            }
            String next = reply.body().text("nextWaitToken");
            token = next == null ? token : next;
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
            probes.add(spec, this);
        } catch (IllegalArgumentException unusable) {
            Faults.swallow(unusable);
        }
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
            byte[] body = BreakpointResource.update(breakpoint, isFinal, snapshot);
            if (!updates.offer(new Update(breakpoint.spec().id(), body))) {
                Faults.swallow(new IOException("too many results wait for the service"));
            }
        } catch (IOException e) {
            Faults.swallow(e);
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
