package jpm.verdict;

import java.util.ArrayList;
import java.util.List;
import jpm.debug.DebugFrame;
import jpm.debug.DebugSession;
import jpm.store.DumpMetadata;
import jpm.verdict.Verdict.Kind;
import org.jspecify.annotations.Nullable;

/** The verdict over a JVM that crashed, from what its fatal error log or its core file told. */
final class CrashVerdict {
    private static final long LOW_ADDRESS = 1 << 16;
    private static final List<String> OF_JDK = List.of(
            "libjava",
            "libnio",
            "libnet",
            "libzip",
            "libjimage",
            "libjli",
            "libverify",
            "libawt",
            "libfontmanager",
            "libjdwp");

    private final DebugSession session;
    private final DumpMetadata metadata;
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<String> advice = new ArrayList<>();

    CrashVerdict(DebugSession session, DumpMetadata metadata) {
        this.session = session;
        this.metadata = metadata;
    }

    Verdict verdict() {
        String signal = metadata.text("crash.signal");
        String frame = metadata.text("crash.frame");
        String detail = metadata.text("crash.detail");
        known("the " + source() + " tells of " + (signal == null ? "a crash" : signal), metadata.text("crash.code"));
        if (frame != null) {
            evidence.add(Evidence.known("it blames the frame " + frame));
        }
        if (detail != null) {
            evidence.add(Evidence.known("it says: " + detail));
        }
        addJavaFrame();
        evidence.addAll(new MemoryFacts(metadata).evidence());
        return verdict(signal == null ? "a crash" : signal, frame, detail);
    }

    private String source() {
        return hasLog() ? "fatal error log" : "core file";
    }

    private boolean hasLog() {
        return !"core file".equals(metadata.text("trigger"));
    }

    private void known(String text, @Nullable String inBrackets) {
        evidence.add(Evidence.known(text + (inBrackets == null ? "" : " (" + inBrackets + ")")));
    }

    private void addJavaFrame() {
        for (DebugFrame frame : session.frames()) {
            if (frame.firstLine() >= 0 && !isOfJdk(frame.className())) {
                evidence.add(Evidence.known("the innermost Java frame of the program is " + frame.qualifiedMethod()));
                return;
            }
        }
    }

    private static boolean isOfJdk(String className) {
        return className.startsWith("java.") || className.startsWith("jdk.") || className.startsWith("sun.");
    }

    private Verdict verdict(String signal, @Nullable String frame, @Nullable String detail) {
        Long sender = metadata.number("crash.senderPid");
        if ("SI_USER".equals(metadata.text("crash.code")) || sender != null) {
            advice.add("Find out what sends signals: a supervisor, a script, a person.");
            return crash("Process " + (sender == null ? "?" : sender) + " sent the signal " + signal
                    + ": the JVM did not fail by itself");
        }
        if (signal.equals("Out of Memory Error") || detail != null && detail.startsWith("Native memory allocation")) {
            advice.add("Give the machine or the container more memory, or the JVM a smaller -Xmx and fewer threads.");
            return new Verdict(
                    Kind.NATIVE_MEMORY, "The operating system gave the JVM no more memory.", evidence, advice);
        }
        if (signal.equals("Internal Error")) {
            advice.add("Look the text up among the bugs of the JDK, and try the newest update of it.");
            return crash("The JVM found itself in a state that it thought impossible"
                    + (detail == null ? "" : ": " + detail));
        }
        return crash(signal + " " + where(frame) + access(signal));
    }

    private Verdict crash(String sentence) {
        if (hasLog()) {
            advice.add("The whole log is hs_err.log in the dump's folder; jpm info tells where that is.");
        }
        return new Verdict(Kind.CRASH, sentence + ".", evidence, advice);
    }

    private String where(@Nullable String frame) {
        if (frame == null || frame.isEmpty()) {
            return "at an unknown place";
        }
        String library = frame.replaceFirst("^\\S\\s+\\[([^+\\]]+).*", "$1");
        if (frame.startsWith("V") && (frame.contains("Unsafe_") || calls("Unsafe"))) {
            advice.add(
                    "Look for code that uses sun.misc.Unsafe with addresses of its own: a library, or the frame above.");
            return "in sun.misc.Unsafe, which accessed memory for its caller without a check";
        } else if (frame.startsWith("V")) {
            advice.add("Try the newest update of this JDK; a native library may also have damaged memory earlier.");
            return "in the JVM itself (" + library + ")";
        } else if (frame.startsWith("J") || frame.startsWith("j")) {
            advice.add("Try -Xint or the newest update of this JDK; if that helps, it is a bug of the compiler.");
            return "in Java code that the JVM ran";
        }
        boolean ofJdk = OF_JDK.stream().anyMatch(library::startsWith);
        advice.add(ofJdk ? "Try the newest update of this JDK." : "Update the library, or run without it.");
        return "in native code of " + library;
    }

    private boolean calls(String simpleName) {
        return session.frames().stream()
                .limit(4)
                .anyMatch(frame -> frame.className().endsWith("." + simpleName));
    }

    private String access(String signal) {
        String address = metadata.text("crash.address");
        if (address == null) {
            return "";
        }
        if (signal.equals("SIGBUS")) {
            evidence.add(Evidence.inferred("a mapped file was cut off or its disk is full, as SIGBUS often tells"));
        }
        boolean isLow = address.length() <= 18 && Long.parseUnsignedLong(address.substring(2), 16) < LOW_ADDRESS;
        return isLow ? ": it followed a null pointer (" + address + ")" : ": it accessed " + address;
    }
}
