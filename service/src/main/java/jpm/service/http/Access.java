package jpm.service.http;

import java.net.URI;
import java.util.Locale;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import jpm.service.access.Caller;
import jpm.service.access.Tokens;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask.
 *
 * <p>With tokens it is who has one. Without, everyone on this machine may, but no web page of somebody else's: requests that a
 * browser makes for another site, or for a name that was made to mean this machine, are refused.
 */
final class Access {
    private static final String BEARER = "bearer ";

    private final Tokens tokens;

    Access(Tokens tokens) {
        this.tokens = tokens;
    }

    Caller caller(Request request, String tokenInQuery) {
        if (tokens.isEmpty()) {
            refuseForeignPages(request);
            return Caller.ANYONE;
        }
        String token = token(request, tokenInQuery);
        Caller caller = token.isEmpty() ? null : tokens.find(token);
        if (caller == null) {
            throw new ServiceException(
                    Status.UNAUTHENTICATED,
                    token.isEmpty() ? "A bearer token is needed" : "The bearer token is not known");
        }
        return caller;
    }

    /** Who opens a WebSocket: nobody, as long as no token says more. */
    Caller socketCaller(Request request, String tokenInQuery) {
        if (tokens.isEmpty()) {
            return caller(request, tokenInQuery);
        }
        Caller known = find(token(request, tokenInQuery));
        return known == null ? Caller.NOBODY : known;
    }

    /** Who has a token; anyone where no tokens were configured, and null where nobody has it. */
    @Nullable
    Caller find(String token) {
        return tokens.isEmpty() ? Caller.ANYONE : tokens.find(token);
    }

    private static String token(Request request, String tokenInQuery) {
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return header.substring(BEARER.length()).strip();
        }
        return tokenInQuery;
    }

    private static void refuseForeignPages(Request request) {
        String host = Request.getServerName(request);
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (!isThisMachine(host)) {
            throw new ServiceException(Status.PERMISSION_DENIED, "A service without tokens answers to localhost only");
        }
        if (origin != null && !isSame(origin, host, Request.getServerPort(request))) {
            throw new ServiceException(Status.PERMISSION_DENIED, "Pages of other sites may not use this service");
        }
    }

    private static boolean isThisMachine(@Nullable String host) {
        return host != null
                && (host.equalsIgnoreCase("localhost")
                        || host.matches("127(\\.\\d{1,3}){3}")
                        || host.equals("[::1]")
                        || host.equals("::1")
                        || host.equals("[0:0:0:0:0:0:0:1]"));
    }

    private static boolean isSame(String origin, @Nullable String host, int port) {
        try {
            URI uri = URI.create(origin);
            int standard = "https".equals(uri.getScheme()) ? 443 : 80;
            return uri.getHost() != null
                    && uri.getHost().equalsIgnoreCase(host)
                    && (uri.getPort() < 0 ? standard : uri.getPort()) == port;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
