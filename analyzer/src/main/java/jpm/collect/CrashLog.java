package jpm.collect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fatal error log of HotSpot ({@code hs_err_pid4242.log}). What a log does not tell, because it was cut off or another JVM wrote it, is null or
 * empty.
 *
 * @param signal as {@code SIGSEGV}, or {@code Internal Error}, or {@code Out of Memory Error}
 * @param detail what the log says besides: an assertion, or how much memory was asked for
 * @param signalCode as {@code SEGV_MAPERR}; {@code SI_USER} where a process sent the signal
 * @param address what was accessed, in hexadecimal
 * @param senderPid which process sent the signal
 * @param problematicFrame the line as it stands, as {@code V  [libjvm.so+0x12] Unsafe_PutLong+0x3}
 * @param thread the name of the thread that crashed
 * @param stack the frames that are known, innermost first, native ones too
 * @param threads names of the Java threads, the crashed one first
 * @param flags of the JVM, as on its command line
 */
record CrashLog(
        @Nullable Long pid,
        @Nullable Long tid,
        @Nullable String signal,
        @Nullable String detail,
        @Nullable String signalCode,
        @Nullable String address,
        @Nullable Long senderPid,
        @Nullable String problematicFrame,
        @Nullable String jre,
        @Nullable String vm,
        @Nullable Instant time,
        @Nullable Long elapsedMillis,
        @Nullable String host,
        @Nullable String thread,
        @Nullable String threadState,
        List<CrashFrame> stack,
        List<String> threads,
        List<String> flags,
        @Nullable String command,
        List<String> classPath,
        @Nullable Long heapUsedBytes,
        @Nullable Long heapMaxBytes,
        @Nullable Long residentBytes) {
    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_LINES = 200_000;
    private static final int MAX_THREADS = 10_000;
    private static final int MAX_FRAMES = 4096;
    private static final String OUT_OF_MEMORY = "There is insufficient memory for the Java Runtime Environment";

    private static final Pattern HEAD = Pattern.compile(
            "#\\s+(\\S.*?) (?:\\([^)]*\\)(?: at pc=\\S+(?: \\(sent by kill\\))?)?,?) ?pid=(\\d+), tid=(\\d+).*");
    private static final Pattern TIME = Pattern.compile("Time: (.+?) elapsed time: ([\\d.]+) seconds.*|Time: (.+)");
    private static final Pattern THREAD =
            Pattern.compile("Current thread \\([^)]*\\):\\s+\\w+ \"(.*?)\".*?\\[(\\w+).*");
    private static final Pattern LISTED = Pattern.compile("(=>)?\\s*0x\\p{XDigit}+ \\w*Thread \"(.*?)\".*");
    private static final Pattern SIGNAL =
            Pattern.compile("siginfo: si_signo: \\d+ \\(\\w+\\), si_code: -?\\d+ \\((\\w+)\\)(?:, si_addr: (\\w+))?.*");
    private static final Pattern SENDER = Pattern.compile(".*(?:si_pid|sent from pid): (\\d+).*");
    private static final Pattern USED = Pattern.compile("\\s+.*?(?:heap|space|generation).*? used (\\d+)K.*");
    private static final Pattern MAX_HEAP = Pattern.compile("\\s+size_t MaxHeapSize\\s+= (\\d+) .*");
    private static final Pattern RESIDENT = Pattern.compile("Resident Set Size: (\\d+)K.*");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss uuuu z", Locale.ENGLISH);

    CrashLog {
        stack = List.copyOf(stack);
        threads = List.copyOf(threads);
        flags = List.copyOf(flags);
        classPath = List.copyOf(classPath);
    }

    /** Reads a log; null for a file that is none. */
    static @Nullable CrashLog read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            List<String> lines = text.lines().limit(MAX_LINES).toList();
            boolean isLog = lines.stream()
                    .limit(20)
                    .anyMatch(line -> line.startsWith("# A fatal error has been detected by the Java Runtime")
                            || line.startsWith("# " + OUT_OF_MEMORY));
            return isLog ? new Parser(lines).log() : null;
        }
    }

    /** The innermost frame of Java code; null where there is none. */
    @Nullable
    CrashFrame innermostJavaFrame() {
        return stack.stream().filter(CrashFrame::isJava).findFirst().orElse(null);
    }

    /** Collects facts line by line; the first of each kind counts. */
    private static final class Parser {
        private final List<String> lines;
        private final List<CrashFrame> stack = new ArrayList<>();
        private final List<String> threads = new ArrayList<>();

        Parser(List<String> lines) {
            this.lines = lines;
        }

        CrashLog log() {
            readStack();
            readThreads();
            Matcher head = find(HEAD);
            Matcher time = find(TIME);
            Matcher thread = find(THREAD);
            Matcher signal = find(SIGNAL);
            String date = time == null ? null : time.group(1) != null ? time.group(1) : time.group(3);
            String command = after("java_command: ");
            return new CrashLog(
                    number(head, 2),
                    number(head, 3),
                    head == null ? null : head.group(1),
                    detail(),
                    signal == null ? null : signal.group(1),
                    signal == null ? null : signal.group(2),
                    number(find(SENDER), 1),
                    lineBehind("# Problematic frame:"),
                    after("# JRE version: "),
                    after("# Java VM: "),
                    date == null ? null : instant(date.trim()),
                    time == null || time.group(2) == null
                            ? null
                            : (Long) (long) (Double.parseDouble(time.group(2)) * 1000),
                    after("Host: "),
                    thread == null ? null : thread.group(1),
                    thread == null ? null : thread.group(2),
                    stack,
                    threads,
                    words(after("jvm_args: ")),
                    command,
                    paths(after("java_class_path (initial): ")),
                    heapUsed(),
                    number(find(MAX_HEAP), 1),
                    kilobytes(find(RESIDENT)));
        }

        private @Nullable Matcher find(Pattern pattern) {
            for (String line : lines) {
                Matcher matcher = pattern.matcher(line);
                if (matcher.matches()) {
                    return matcher;
                }
            }
            return null;
        }

        private @Nullable String after(String prefix) {
            return lines.stream()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).trim())
                    .filter(text -> !text.isEmpty() && !text.equals("<unknown>") && !text.equals("<not set>"))
                    .findFirst()
                    .orElse(null);
        }

        private @Nullable String lineBehind(String title) {
            int at = lines.indexOf(title);
            return at < 0 || at + 1 == lines.size() ? null : withoutHash(lines.get(at + 1));
        }

        /** What the box at the begin says besides signal and process: a failed assertion, or a failed allocation. */
        private @Nullable String detail() {
            for (int i = 0; i < Math.min(lines.size(), 20); i++) {
                String line = withoutHash(lines.get(i));
                boolean isAssertion = line.startsWith("guarantee(")
                        || line.startsWith("assert(")
                        || line.startsWith("fatal error: ")
                        || line.startsWith("Error: ");
                if (isAssertion || line.startsWith("Native memory allocation")) {
                    return line;
                }
            }
            return null;
        }

        private static String withoutHash(String line) {
            return line.startsWith("#") ? line.substring(1).strip() : line.strip();
        }

        private void readStack() {
            List<CrashFrame> java = frames("Java frames:");
            stack.addAll(frames("Native frames:"));
            if (stack.stream().noneMatch(CrashFrame::isJava)) {
                stack.addAll(java);
            }
        }

        private List<CrashFrame> frames(String title) {
            List<CrashFrame> frames = new ArrayList<>();
            int at = 0;
            while (at < lines.size() && !lines.get(at).startsWith(title)) {
                at++;
            }
            for (int i = at + 1; i < lines.size() && !lines.get(i).isBlank() && frames.size() < MAX_FRAMES; i++) {
                if (lines.get(i).startsWith("Java frames:")) {
                    break;
                }
                CrashFrame frame = CrashFrame.parse(lines.get(i));
                if (frame != null) {
                    frames.add(frame);
                }
            }
            return frames;
        }

        private void readThreads() {
            int at = 0;
            while (at < lines.size() && !lines.get(at).startsWith("Java Threads:")) {
                at++;
            }
            for (int i = at + 1; i < lines.size() && threads.size() < MAX_THREADS; i++) {
                Matcher thread = LISTED.matcher(lines.get(i));
                if (!thread.matches()) {
                    break;
                }
                threads.add(thread.group(1) == null ? threads.size() : 0, thread.group(2));
            }
        }

        /** The sum over the spaces that the collector lists in the section of the heap. */
        private @Nullable Long heapUsed() {
            int at = 0;
            while (at < lines.size() && !lines.get(at).equals("Heap:")) {
                at++;
            }
            Long sum = null;
            for (int i = at + 1; i < lines.size() && !lines.get(i).isBlank(); i++) {
                Matcher used = USED.matcher(lines.get(i));
                boolean isHeap =
                        !lines.get(i).contains("Metaspace") && !lines.get(i).contains("class space");
                if (isHeap && used.matches()) {
                    sum = (sum == null ? 0 : sum) + Long.parseLong(used.group(1)) * 1024;
                }
            }
            return sum;
        }

        private static @Nullable Long number(@Nullable Matcher matcher, int group) {
            try {
                return matcher == null || matcher.group(group) == null
                        ? null
                        : (Long) Long.parseLong(matcher.group(group));
            } catch (NumberFormatException tooLong) {
                return null;
            }
        }

        private static @Nullable Long kilobytes(@Nullable Matcher matcher) {
            Long number = number(matcher, 1);
            return number == null ? null : (Long) (number * 1024);
        }

        private static @Nullable Instant instant(String date) {
            try {
                return ZonedDateTime.parse(date.replaceAll("\\s+", " "), DATE).toInstant();
            } catch (DateTimeParseException unknownZone) {
                return null;
            }
        }

        private static List<String> words(@Nullable String text) {
            return text == null ? List.of() : List.of(text.split("\\s+"));
        }

        private static List<String> paths(@Nullable String text) {
            return text == null ? List.of() : List.of(text.split(":"));
        }
    }
}
