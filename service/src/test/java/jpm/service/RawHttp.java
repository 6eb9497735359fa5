package jpm.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests as no client would send them. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 20_000;

    private RawHttp() {}

    /** Sends a text, and reads until the server closes or the answer's body is there. */
    static String send(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[8192];
            for (int count = 1; count > 0 && !isWhole(answer.toString()); ) {
                count = socket.getInputStream().read(buffer);
                answer.append(new String(buffer, 0, Math.max(count, 0), StandardCharsets.UTF_8));
            }
            return answer.toString();
        }
    }

    private static boolean isWhole(String answer) {
        int head = answer.indexOf("\r\n\r\n");
        return head >= 0 && answer.endsWith("}\n") || head >= 0 && answer.endsWith("}");
    }
}
