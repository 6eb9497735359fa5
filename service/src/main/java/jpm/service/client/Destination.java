package jpm.service.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/**
 * Where dumps are sent.
 *
 * @param base without user information, a trailing slash and a fragment
 * @param key the public key of a Sentry address, else empty
 */
public record Destination(Kind kind, URI base, String key) {
    private static final Pattern DATABASE_HOST = Pattern.compile(".*\\.(firebaseio\\.com|firebasedatabase\\.app)");
    private static final Pattern PROJECT = Pattern.compile("(.*)/(\\d+)");

    /** What is spoken there. */
    public enum Kind {
        /** Cloud Debugger's v2 API, as of jpm serve. */
        SERVICE,
        /** Snapshot Debugger's layout in a Firebase Realtime Database. */
        DATABASE,
        /** Sentry's envelopes, for Sentry and what takes the same. */
        SENTRY;

        /** As users write it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A destination by its address. A Sentry address (DSN) has a key before its host and a project's number at its end.
     *
     * @param kind null for what the address looks like
     * @throws JpmException when it is no address of its kind
     */
    public static Destination of(String address, @Nullable Kind kind) {
        URI uri = parsed(address);
        String userInfo = uri.getRawUserInfo();
        Matcher project = PROJECT.matcher(path(uri));
        boolean isSentry = userInfo != null && project.matches();
        Kind chosen = kind != null
                ? kind
                : isSentry
                        ? Kind.SENTRY
                        : DATABASE_HOST.matcher(uri.getHost()).matches() ? Kind.DATABASE : Kind.SERVICE;
        if (chosen == Kind.SENTRY) {
            if (!isSentry) {
                throw unfit(address, "a Sentry address has a key and a project", "--to https://KEY@sentry.example/42");
            }
            String key = userInfo.indexOf(':') < 0 ? userInfo : userInfo.substring(0, userInfo.indexOf(':'));
            return new Destination(chosen, at(uri, project.group(1) + "/api/" + project.group(2) + "/envelope/"), key);
        }
        if (userInfo != null) {
            throw unfit(address, "it has a password in it", "put the token into a file and name it with --token-file");
        }
        return new Destination(chosen, at(uri, path(uri)), "");
    }

    private static URI parsed(String address) {
        try {
            URI uri = new URI(address);
            boolean isHttp = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (isHttp && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            // said below
        }
        throw unfit(address, "it is no address of a server", "--to http://127.0.0.1:8780");
    }

    private static JpmException unfit(String address, String why, String hint) {
        return new JpmException("cannot upload to " + withoutSecret(address) + ": " + why, "try: " + hint);
    }

    private static String withoutSecret(String address) {
        return address.replaceAll("//[^/@]*@", "//***@");
    }

    private static String path(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return path.replaceAll("/+$", "");
    }

    private static URI at(URI uri, String path) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost() + port + path + query);
    }

    /** Whether what is sent there, a token too, can be read on its way. */
    public boolean isReadableByOthers() {
        String host = base.getHost();
        boolean isThisMachine = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        return base.getScheme().equals("http") && !isThisMachine;
    }

    /** An address below this one; the query stays. */
    URI below(String path) {
        String query = base.getRawQuery();
        String text = base.toString();
        String before = query == null ? text : text.substring(0, text.length() - query.length() - 1);
        String joint = path.indexOf('?') < 0 ? "?" : "&";
        return URI.create(before + path + (query == null ? "" : joint + query));
    }
}
