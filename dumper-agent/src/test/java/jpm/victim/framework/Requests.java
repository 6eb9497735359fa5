package jpm.victim.framework;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks this process's server. */
final class Requests {
    private Requests() {}

    /** The status of the answer. */
    static int status(int port, String path) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://localhost:" + port + path).toURL().openConnection();
            return connection.getResponseCode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
