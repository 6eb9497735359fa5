package jpm.debug;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import jpm.source.SourceText;
import jpm.value.ObjectModel;
import jpm.value.PrimitiveType;
import jpm.value.Value;

/** A little shop that died in {@code price}, which {@code order} called, which {@code main} called. */
final class MemoryProcess implements DeadProcess {
    private static final SourceText TEXT = SourceText.original(
            IntStream.rangeClosed(1, 30).mapToObj(i -> "    code of line " + i).toList(),
            SourceText.Kind.SOURCE_PATH,
            "/src",
            null);

    private final MemoryModel model = new MemoryModel();
    private final Value item =
            model.object("com.acme.Shop$Item", Map.of("name", model.string("tea"), "price", number(3)));
    private final DebugThread main = new DebugThread(1, "main", 1, "RUNNABLE", true);
    private final DebugThread worker = new DebugThread(2, "worker", 17, "WAITING", false);
    private final DebugThread idle = new DebugThread(3, "idle", 18, null, false);
    private final ThrownException cause = exception("java.io.IOException", "disk", 1, List.of());
    private final ThrownException thrown = exception(
            "java.lang.IllegalStateException",
            "no stock\u001b[31m",
            3,
            List.of(exception("x.Close", null, 1, List.of())));

    static Value number(int value) {
        return new Value.Primitive(PrimitiveType.INT, value);
    }

    private static ThrownException exception(
            String name, String message, int frames, List<ThrownException> suppressed) {
        List<StackTraceElement> stack = List.of(
                        new StackTraceElement("com.acme.Shop", "price", "Shop.java", 17),
                        new StackTraceElement("com.acme.Shop", "order", "Shop.java", 9),
                        new StackTraceElement("com.acme.Main", "main", "Main.java", 3))
                .subList(3 - frames, 3);
        return new ThrownException(new Value.Unavailable("not kept"), name, message, stack, suppressed, List.of());
    }

    @Override
    public DumpHeader header() {
        return new DumpHeader(
                "20261121T104903Z-4242-9f3a1c",
                Instant.parse("2026-11-21T10:49:03Z"),
                "uncaught",
                thrown.className(),
                thrown.message(),
                "main",
                "com.acme.Main",
                4242L,
                "web-1",
                "JVM 17",
                null);
    }

    @Override
    public ObjectModel model() {
        return model;
    }

    @Override
    public List<DebugThread> threads() {
        return List.of(main, worker, idle);
    }

    private record Stack(List<DebugFrame> frames, List<List<Local>> all) implements DebugStack {
        @Override
        public List<Local> locals(int frameIndex) {
            return all.get(frameIndex);
        }
    }

    @Override
    public DebugStack stack(DebugThread thread) {
        if (thread.equals(main)) {
            return mainStack();
        }
        List<DebugFrame> frames = List.of(
                new DebugFrame(0, "java.lang.Object", "wait", "Object.java", -2, -2, "only references are kept"));
        return thread.equals(worker)
                ? new Stack(frames, List.of(List.of(local("root0", Local.Kind.LOCAL, item, Provenance.ROOT))))
                : new Stack(List.of(), List.of());
    }

    private Stack mainStack() {
        return new Stack(
                List.of(
                        new DebugFrame(0, "com.acme.Shop", "price", "Shop.java", 17, 17, null),
                        new DebugFrame(1, "com.acme.Shop", "order", "Shop.java", 9, 11, null),
                        new DebugFrame(2, "com.acme.Main", "main", "Main.java", 3, 3, "the class is not instrumented")),
                List.of(
                        List.of(
                                local("item", Local.Kind.ARGUMENT, item, Provenance.CAPTURED),
                                local("count", Local.Kind.LOCAL, number(2), Provenance.CAPTURED)),
                        List.of(local(
                                "lost", Local.Kind.LOCAL, new Value.Unavailable("too large"), Provenance.UNAVAILABLE)),
                        List.of()));
    }

    private static Local local(String name, Local.Kind kind, Value value, Provenance provenance) {
        return new Local(name, "java.lang.Object", kind, value, provenance);
    }

    @Override
    public List<ThrownException> exceptions() {
        return List.of(thrown, cause);
    }

    @Override
    public DebugStack stack(ThrownException exception) {
        return exception.equals(thrown)
                ? mainStack()
                : new Stack(
                        List.of(new DebugFrame(
                                0, "com.acme.Main", "main", "Main.java", 3, 3, "the class is not instrumented")),
                        List.of(List.of()));
    }

    @Override
    public SourceView source(DebugFrame frame) {
        return frame.className().equals("com.acme.Shop")
                ? new SourceView("Shop.java", TEXT, frame.line(), List.of("/src"))
                : new SourceView(frame.sourceFile(), null, frame.line(), List.of("/src", "/lib/x.jar"));
    }

    @Override
    public void close() {}
}
