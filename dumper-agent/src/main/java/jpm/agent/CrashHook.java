package jpm.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import jpm.agent.start.AgentSetup;
import jpm.agent.start.FailureReporter;
import jpm.agent.start.Faults;
import jpm.agent.start.FirstFailure;
import jpm.agent.start.Stderr;
import org.jspecify.annotations.Nullable;

/**
 * Called in the thread that fails, before the program learns of it: decides whether the failure is worth a dump and has it written.
 *
 * <p>Nothing that goes wrong here reaches the program.
 */
final class CrashHook implements FailureReporter, Watch.Reporter {
    static {
        FirstFailure.provide(new Factory());
    }

    private static final long WAIT_SECONDS = 60;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int MAX_LOOKS_PER_SECOND = 100;

    private final AgentSetup setup;
    private final StoredDumps stored;
    private final SignatureHistory history;
    private final @Nullable UploadQueue uploads;
    private final WantedExceptions wanted;
    private final KnownStacks known = new KnownStacks();
    private final ReportedThrowables reported = new ReportedThrowables();
    private final ReentrantLock oneInFlight = new ReentrantLock();
    private volatile long currentSecond;
    private volatile int looksThisSecond;
    private volatile @Nullable Internals internals;
    private @Nullable Dumper dumper;
    private @Nullable Watch watch;

    private record Factory() implements FailureReporter.Factory {
        @Override
        public FailureReporter reporter(AgentSetup setup) {
            return new CrashHook(setup);
        }
    }

    CrashHook(AgentSetup setup) {
        this.setup = setup;
        this.wanted = new WantedExceptions(setup.options().throwing());
        this.stored = new StoredDumps(StoreFolder.locate(setup.options().store()));
        this.history =
                new SignatureHistory(setup.options().heap(), setup.options().maxDumps(), stored);
        this.uploads = UploadQueue.of(setup.options());
    }

    @Override
    public void report(Throwable thrown, String trigger) {
        try {
            if (trigger.equals(Reasons.THROW)) {
                handleThrown(thrown);
            } else {
                handle(thrown, trigger, trigger.equals(Reasons.DEATH));
            }
        } catch (Throwable fault) {
            Faults.costDump(fault);
        }
    }

    private void handle(Throwable thrown, String trigger, boolean died) throws Exception {
        if (Reasons.isControlFlow(thrown, died) || (!died && !isAffordable())) {
            return;
        }
        Internals access = open();
        ExceptionChain exceptions = ExceptionChain.of(thrown, access);
        List<Throwable> chain = exceptions.shown();
        if (!isNews(thrown, trigger, chain, access)) {
            return;
        }
        String signature = signature(exceptions.innermost(), access);
        SignatureHistory.Decision decision = history.decide(signature, died);
        if (decision.dump()) {
            dump(
                    new Crash(
                            thrown,
                            Thread.currentThread(),
                            trigger,
                            Reasons.of(trigger, chain),
                            signature,
                            System.currentTimeMillis(),
                            decision.heap(),
                            decision.why()),
                    decision.first() || decision.heap());
        }
    }

    private void handleThrown(Throwable thrown) throws Exception {
        Internals access = open();
        if (wanted.isDue(thrown, access)) {
            ExceptionChain exceptions = ExceptionChain.of(thrown, access);
            String signature = signature(exceptions.innermost(), access);
            SignatureHistory.Decision decision = history.decideWanted(signature);
            if (decision.dump()) {
                dump(
                        new Crash(
                                thrown,
                                Thread.currentThread(),
                                Reasons.THROW,
                                Reasons.of(Reasons.THROW, exceptions.shown()),
                                signature,
                                System.currentTimeMillis(),
                                decision.heap(),
                                decision.why()),
                        true);
            }
        }
    }

    /** Whether a swallowed exception may be looked at: a program may fail ten thousand tasks a second and be well. */
    private boolean isAffordable() {
        long second = System.nanoTime() / NANOS_PER_SECOND;
        if (second != currentSecond) {
            currentSecond = second;
            looksThisSecond = 0;
        }
        // A lost update lets one more through.
        return ++looksThisSecond <= MAX_LOOKS_PER_SECOND;
    }

    private boolean isNews(Throwable thrown, String trigger, List<Throwable> chain, Internals access) {
        boolean died = trigger.equals(Reasons.DEATH);
        if (!died && (!isCaptured(chain) || ExpectedFailures.contains(thrown))) {
            return false;
        }
        if (trigger.equals(Reasons.EXIT) && !isReasonToEnd(thrown, access)) {
            return false;
        }
        return !isKnown(thrown, chain, died, access);
    }

    private static boolean isReasonToEnd(Throwable thrown, Internals access) {
        StackTraceElement[] left = CapturedMethods.of(thrown, Thread.currentThread());
        return Exits.concerns(access.stackTrace(thrown), left, new Throwable().getStackTrace());
    }

    // Compiled code throws one object of a class, without a trace, for all its failures: it says nothing of which
    // failure this is.
    private boolean isKnown(Throwable thrown, List<Throwable> chain, boolean died, Internals access) {
        return !reported.add(chain, died) && access.stackTrace(thrown).length > 0;
    }

    private Internals open() throws ReflectiveOperationException {
        Internals access = internals;
        return access == null ? openNow() : access;
    }

    private synchronized Internals openNow() throws ReflectiveOperationException {
        Internals access = internals;
        if (access == null) {
            access = Internals.open(setup.instrumentation());
            dumper = new Dumper(setup, access);
            setup.exit().arm(this);
            internals = access;
        }
        return access;
    }

    private String signature(Throwable thrown, Internals access) {
        // Describing the frames changes what the key is made of.
        long key = KnownStacks.key(thrown, access);
        String signature = known.find(key);
        if (signature == null) {
            signature = newSignature(thrown, access);
            known.add(key, signature);
        }
        return signature;
    }

    // Without a trace, the frames with locals tell one failure from another.
    private String newSignature(Throwable thrown, Internals access) {
        StackTraceElement[] trace = access.stackTrace(thrown);
        StackTraceElement[] stack = trace.length > 0 ? trace : CapturedMethods.of(thrown, Thread.currentThread());
        return Signature.of(thrown.getClass().getName(), stack, setup.classes());
    }

    /** Has the dump written; one that is not worth waiting for is left out while another is written. */
    private void dump(Crash crash, boolean worthWaiting) throws InterruptedException, ReflectiveOperationException {
        Dumper writer = dumper;
        if (writer == null || !acquire(crash.thread(), worthWaiting)) {
            history.passedOver(crash.signature());
            return;
        }
        try {
            Path folder = writer.tryWrite(crash);
            if (folder != null) {
                history.written(crash.signature(), folder, stored.thinOut(crash.signature()));
                send(folder);
            }
        } finally {
            oneInFlight.unlock();
        }
    }

    private void send(Path folder) {
        UploadQueue queue = uploads;
        if (queue != null) {
            queue.add(folder);
        }
    }

    // A thread that was interrupted cannot wait, and must find itself interrupted afterwards.
    private boolean acquire(Thread thread, boolean worthWaiting)
            throws InterruptedException, ReflectiveOperationException {
        return oneInFlight.tryLock()
                || (worthWaiting
                        && !open().isInterrupted(thread)
                        && oneInFlight.tryLock(WAIT_SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public void rehearse() {
        try {
            Internals access = open();
            Dumper writer = dumper;
            if (writer != null) {
                Stderr.rehearse();
                Crash failure = rehearsed(access);
                new ReportedThrowables().add(List.of(failure.thrown()), true);
                Rehearsal.perform(writer, failure);
            }
        } catch (Throwable fault) {
            Faults.swallow(fault);
        }
    }

    private Crash rehearsed(Internals access) throws IOException, ReflectiveOperationException {
        Throwable failure = Rehearsal.failure(setup.runtime(), setup.agent());
        ExceptionChain chain = ExceptionChain.of(failure, access);
        return new Crash(
                failure,
                Thread.currentThread(),
                Reasons.DEATH,
                Reasons.of(Reasons.DEATH, chain.shown()),
                signature(chain.innermost(), access),
                System.currentTimeMillis(),
                false,
                "rehearsal");
    }

    @Override
    public void everySecond() {
        history.flush();
        if (uploads != null) {
            uploads.start();
        }
        Watch looking = watch;
        try {
            if (looking == null) {
                looking = new Watch(setup.options().watches(), setup.classes(), open());
                watch = looking;
            }
            looking.look(this);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError fault) {
            Faults.swallow(fault);
        }
    }

    @Override
    public void moment(String reason, String trigger, Thread thread, StackTraceElement[] stack, String message) {
        try {
            String signature = Signature.of(reason, stack, setup.classes());
            SignatureHistory.Decision decision = history.decide(signature, true);
            boolean heap = decision.heap() && !reason.equals(Crash.PRESSURE);
            if (decision.dump()) {
                dump(
                        new Crash(
                                ProbeRuntime.passage(setup.instrumentation(), message, stack),
                                thread,
                                trigger,
                                reason,
                                signature,
                                System.currentTimeMillis(),
                                heap,
                                heap == decision.heap() ? decision.why() : "memory is short"),
                        decision.first());
            }
        } catch (Throwable fault) {
            Faults.costDump(fault);
        }
    }

    @Override
    public void finish() throws InterruptedException {
        boolean free = oneInFlight.tryLock(WAIT_SECONDS, TimeUnit.SECONDS);
        history.flush();
        if (free) {
            oneInFlight.unlock();
        }
        if (uploads != null) {
            uploads.finish();
        }
    }

    private boolean isCaptured(List<Throwable> chain) {
        for (Throwable each : chain) {
            if (setup.runtime().isRecorded(each)) {
                return true;
            }
        }
        return false;
    }
}
