package jpm.service.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;

/** Paths of addresses: split first and decoded then, as ids may hold anything. */
final class RequestPath {
    private RequestPath() {}

    /** The segments of a path, decoded; empty for the root. */
    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/")) {
            if (!segment.isEmpty()) {
                segments.add(decoded(segment));
            }
        }
        return segments;
    }

    private static String decoded(String segment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char next = segment.charAt(i);
            if (next == '%') {
                bytes.write(octet(segment, i + 1));
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(next).getBytes(StandardCharsets.UTF_8));
            }
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw malformed();
        }
        return text;
    }

    private static int octet(String text, int from) {
        if (from + 2 > text.length()) {
            throw malformed();
        }
        int high = Character.digit(text.charAt(from), 16);
        int low = Character.digit(text.charAt(from + 1), 16);
        if (high < 0 || low < 0) {
            throw malformed();
        }
        return high << 4 | low;
    }

    private static ServiceException malformed() {
        return new ServiceException(Status.INVALID_ARGUMENT, "The address is malformed");
    }
}
