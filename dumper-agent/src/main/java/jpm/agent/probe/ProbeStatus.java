package jpm.agent.probe;

import java.util.List;

/**
 * A remark on a breakpoint, in Cloud Debugger's terms.
 *
 * @param refersTo what it is about, as {@code BREAKPOINT_CONDITION}
 * @param format text with {@code $0}, {@code $1}, …
 */
public record ProbeStatus(boolean isError, String refersTo, String format, List<String> parameters) {
    public static final String UNSPECIFIED = "UNSPECIFIED";
    public static final String LOCATION = "BREAKPOINT_SOURCE_LOCATION";
    public static final String CONDITION = "BREAKPOINT_CONDITION";
    public static final String AGE = "BREAKPOINT_AGE";

    public ProbeStatus {
        parameters = List.copyOf(parameters);
    }

    /** A remark that ends the breakpoint. */
    public static ProbeStatus error(String refersTo, String format, String... parameters) {
        return new ProbeStatus(true, refersTo, format, List.of(parameters));
    }

    /** The remark as one text. */
    public String text() {
        String text = format;
        for (int i = 0; i < parameters.size(); i++) {
            text = text.replace("$" + i, parameters.get(i));
        }
        return text.replace("$$", "$");
    }
}
