package jpm.verdict;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.io.ByteCount;
import jpm.store.DumpMetadata;
import jpm.verdict.Verdict.Kind;

/** The verdict over a container whose memory was nearly used up: whether it was the heap, and what the JVM's own books and the kernel's say besides. */
final class PressureVerdict {
    private static final Pattern MESSAGE = Pattern.compile("(\\d+) of (\\d+) MiB that the container may use.*");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern TRACKED = Pattern.compile("-\\s+(\\S.*?) \\(reserved=.*?, committed=(\\d+)KB\\)");
    private static final String HEAP = "Java Heap";
    private static final int MAX_TRACKED = 4;

    private final Path folder;
    private final DumpMetadata metadata;
    private final MemoryFacts facts;

    PressureVerdict(Path folder, DumpMetadata metadata) {
        this.folder = folder;
        this.metadata = metadata;
        this.facts = new MemoryFacts(metadata);
    }

    /** What the JVM says that it uses for one purpose. */
    private record Tracked(String purpose, long bytes) {}

    Verdict verdict() {
        String report = report();
        List<Evidence> evidence = new ArrayList<>();
        String message = metadata.text("message");
        if (message != null) {
            evidence.add(Evidence.known(message));
        }
        addResident(report, evidence);
        List<Tracked> tracked = tracked(report);
        tracked.stream()
                .limit(MAX_TRACKED)
                .forEach(each -> evidence.add(Evidence.known("the JVM has committed " + ByteCount.text(each.bytes())
                        + " for what it calls " + each.purpose())));
        evidence.addAll(facts.evidence());
        return verdict(message == null ? "" : message, tracked, evidence);
    }

    private Verdict verdict(String message, List<Tracked> tracked, List<Evidence> evidence) {
        Matcher told = MESSAGE.matcher(message);
        // Not what is committed: pages that were never written take no memory.
        Long heap = facts.heapUsedBytes;
        boolean isKnown = told.matches() && heap != null;
        long used = isKnown ? Long.parseLong(told.group(1)) << 20 : 0;
        boolean isHeap = isKnown && heap != null && 2 * heap > used;
        String summary = "The container's memory was nearly used up"
                + (isKnown ? ": " + told.group(1) + " of " + told.group(2) + " MiB" : "")
                + "; at the limit the kernel kills without a word."
                + (isKnown ? isHeap ? " Most of it is the Java heap." : " Most of it is not the Java heap." : "");
        return new Verdict(isHeap ? Kind.JAVA_HEAP : Kind.NATIVE_MEMORY, summary, evidence, advice(isHeap, tracked));
    }

    private List<String> advice(boolean isHeap, List<Tracked> tracked) {
        List<String> advice = new ArrayList<>();
        String tight = facts.tightLimit();
        if (tight != null) {
            advice.add(tight);
        }
        if (isHeap) {
            advice.add(
                    "See what fills the heap: histogram.txt in the dump's folder, or a dump with the heap: jpm capture.");
        } else if (tracked.isEmpty()) {
            advice.add(
                    "Start with -XX:NativeMemoryTracking=summary: the next dump then tells what the memory is used for.");
        } else {
            advice.add(
                    "Direct buffers are in Other, and -XX:MaxDirectMemorySize limits them; threads take -Xss each; what is "
                            + "in none of these was allocated by native code.");
        }
        return advice;
    }

    private static void addResident(String report, List<Evidence> evidence) {
        Matcher resident = RESIDENT.matcher(report);
        if (resident.find()) {
            evidence.add(Evidence.known(
                    "the process had " + ByteCount.text(Long.parseLong(resident.group(1)) << 10) + " in memory"));
        }
    }

    /** Apart from the heap, the largest first; empty where the JVM kept no books. */
    private static List<Tracked> tracked(String report) {
        List<Tracked> tracked = new ArrayList<>();
        Matcher line = TRACKED.matcher(report);
        while (line.find()) {
            if (!line.group(1).equals(HEAP)) {
                tracked.add(new Tracked(line.group(1), Long.parseLong(line.group(2)) << 10));
            }
        }
        tracked.sort(Comparator.comparingLong(Tracked::bytes).reversed());
        return tracked;
    }

    private String report() {
        try {
            return Files.readString(folder.resolve("memory.txt"), StandardCharsets.UTF_8);
        } catch (IOException absent) {
            return "";
        }
    }
}
