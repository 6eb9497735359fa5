package jpm.agent.instrument;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import jpm.snapshot.RecordedFrame.Captured;
import jpm.snapshot.RecordedFrame.Segment;
import jpm.snapshot.StackAligner;
import jpm.snapshot.StackAligner.Frame;
import jpm.snapshot.StackAligner.Thrown;
import jpm.snapshot.StackAligner.TraceFrame;
import jpm.value.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** An agent that instruments the classes of one package and prints the stack with locals of each reported exception. */
public final class TracingAgent {
    private TracingAgent() {}

    public static void premain(@Nullable String packagePrefix, Instrumentation instrumentation) throws Exception {
        String prefix = packagePrefix == null ? "jpm/agent/instrument/cases/" : packagePrefix;
        RuntimeClasses.define(instrumentation);
        CaptureRuntime runtime = CaptureRuntime.install(instrumentation);
        Governor governor = new Governor(instrumentation, HotMethods.OF_THIS_JVM, new Cases(), 0);
        runtime.setHook(new Printer(runtime, governor));
        if (System.getProperty("jpm.test.govern") != null) {
            Thread thread = new Thread(() -> govern(governor));
            thread.setDaemon(true);
            thread.start();
        }
        instrumentation.addTransformer(new Transformer(new LocalsInstrumenter(false), runtime, prefix), true);
        instrumentation.retransformClasses(Thread.class, FutureTask.class, CompletableFuture.class, ForkJoinTask.class);
    }

    private record Cases() implements Predicate<String> {
        @Override
        public boolean test(String className) {
            return className.startsWith("jpm.agent.instrument.cases.");
        }
    }

    private static void govern(Governor governor) {
        try {
            while (HotMethods.OF_THIS_JVM.size() == 0) {
                governor.sample();
            }
            System.out.println(
                    "without " + HotMethods.OF_THIS_JVM.contains("jpm.agent.instrument.cases.Hot$Worker.work"));
            System.setProperty("jpm.test.takenOut", "");
            while (HotMethods.OF_THIS_JVM.size() > 0) {
                governor.putBack();
            }
            System.setProperty("jpm.test.putBack", "");
        } catch (UnmodifiableClassException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Transformer(LocalsInstrumenter instrumenter, CaptureRuntime runtime, String prefix)
            implements ClassFileTransformer {
        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                String name,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] classFile) {
            try {
                if (loader == null) {
                    return JdkHooks.concerns(name) ? JdkHooks.transform(name, classFile) : null;
                }
                return name.startsWith(prefix) ? instrumenter.instrument(classFile, runtime::registerClass) : null;
            } catch (Throwable fault) {
                fault.printStackTrace();
                throw fault;
            }
        }
    }

    private record Printer(CaptureRuntime runtime, Governor governor) implements BiConsumer<Throwable, String> {
        @Override
        public void accept(Throwable thrown, String trigger) {
            StringBuilder text = new StringBuilder("reported " + trigger + "\n");
            for (Frame<String> frame : StackAligner.combine(chain(thrown)).frames()) {
                text.append("  ").append(frame.method()).append(':').append(frame.line());
                if (frame.recorded() != null) {
                    for (Captured<String> each : frame.recorded().variables()) {
                        text.append(' ')
                                .append(each.variable().name())
                                .append('=')
                                .append(each.value());
                    }
                }
                text.append('\n');
            }
            System.out.print(text.append("faults ").append(runtime.faults()).append('\n'));
            governor.reported(thrown);
        }

        private List<Thrown<String>> chain(Throwable thrown) {
            List<Thrown<String>> chain = new ArrayList<>();
            for (Throwable each = thrown; each != null; each = each.getCause()) {
                List<TraceFrame> trace = new ArrayList<>();
                for (StackTraceElement element : each.getStackTrace()) {
                    trace.add(new TraceFrame(
                            element.getClassName(),
                            element.getMethodName(),
                            element.getFileName(),
                            element.getLineNumber()));
                }
                Segment<String> segment = Recordings.of(each, Thread.currentThread(), new Texts());
                chain.add(new Thrown<>(trace, segment));
            }
            return chain;
        }
    }

    private static final class Texts implements Recordings.LiveValues<String> {
        @Override
        public String reference(@Nullable Object object) {
            boolean plain = object instanceof String || object instanceof Number || object == null;
            return plain ? String.valueOf(object) : object.getClass().getSimpleName();
        }

        @Override
        public String primitive(PrimitiveType type, long bits) {
            return switch (type) {
                case BOOLEAN -> String.valueOf(bits != 0);
                case CHAR -> String.valueOf((char) bits);
                case FLOAT -> String.valueOf(Float.intBitsToFloat((int) bits));
                case DOUBLE -> String.valueOf(Double.longBitsToDouble(bits));
                default -> String.valueOf(bits);
            };
        }
    }
}
