package jpm.service;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;

/**
 * Breakpoints as a list gives them, with the token that stands for just this content.
 *
 * <p>The token is a hash of the content, so that it means the same after the service was started anew.
 */
public record BreakpointList(List<JsonObject> breakpoints, String token) {
    private static final int TOKEN_CHARS = 24;
    /** No breakpoints. */
    static final BreakpointList NONE = new BreakpointList(List.of(), token(List.of()));

    public BreakpointList {
        breakpoints = List.copyOf(breakpoints);
    }

    static BreakpointList of(List<Breakpoint> breakpoints) {
        if (breakpoints.isEmpty()) {
            return NONE;
        }
        List<JsonObject> summaries =
                breakpoints.stream().map(Breakpoint::summary).toList();
        return new BreakpointList(summaries, token(summaries));
    }

    private static String token(List<JsonObject> summaries) {
        return hash(JsonText.bytes(summaries)).substring(0, TOKEN_CHARS);
    }

    static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether someone who has this token has this list. A token that is absent or {@code init} stands for no list. */
    boolean isKnownBy(String waitToken) {
        return token.equals(waitToken);
    }
}
