package jpm.debug;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first lines of a session: what died, when, of what. */
final class Greeting {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ROOT).withZone(ZoneId.systemDefault());

    /** Reasons of dumps that are about no exception. */
    private static final Set<String> MOMENTS = Set.of("breakpoint", "captured", "hang", "pressure");

    private Greeting() {}

    static String of(DumpHeader header, HitResults hit) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(header));
        hit.lines().forEach(line -> lines.add("  " + line));
        String circumstances = circumstances(header);
        if (!circumstances.isEmpty()) {
            lines.add("  " + circumstances);
        }
        if (header.exception() != null || isMoment(header.reason())) {
            lines.add("  dump " + header.name());
        }
        if (header.note() != null) {
            lines.add("  " + header.note());
        }
        StringBuilder out = new StringBuilder();
        lines.forEach(line -> out.append(FrameText.clean(line)).append('\n'));
        return out.toString();
    }

    private static String headline(DumpHeader header) {
        String reason = header.reason();
        if (reason == null || !isMoment(reason)) {
            return header.exception() == null ? "Heap dump " + header.name() : whatDied(header);
        }
        String program = header.main() == null ? "A program" : header.main();
        return switch (reason) {
            case "breakpoint" -> program + " hit " + header.message();
            case "captured" -> program + " as it ran";
            default -> program + ": " + header.message();
        };
    }

    private static boolean isMoment(@Nullable String reason) {
        return reason != null && MOMENTS.contains(reason);
    }

    private static String whatDied(DumpHeader header) {
        String what = header.main() == null ? "A program" : header.main();
        String verb = "swallowed".equals(header.reason()) ? " swallowed " : " died of ";
        String message = header.message() == null ? "" : ": " + ThrownException.cut(header.message());
        return what + verb + header.exception() + message;
    }

    private static String circumstances(DumpHeader header) {
        List<String> parts = new ArrayList<>();
        if (header.thread() != null) {
            parts.add("in thread " + header.thread());
        }
        if (header.time() != null) {
            parts.add("at " + TIME.format(header.time()));
        }
        if (header.pid() != null) {
            parts.add("pid " + header.pid());
        }
        if (header.host() != null) {
            parts.add("on " + header.host());
        }
        if (header.jvm() != null) {
            parts.add(header.jvm());
        }
        return String.join(", ", parts);
    }
}
