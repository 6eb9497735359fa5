package jpm.e2e.program;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** An embedded Jetty whose handler divides by what the client sent; asks itself twice and prints the status codes. */
public final class PriceServer {
    private PriceServer() {}

    public static void main(String[] args) throws Exception {
        Server server = new Server(0);
        server.setHandler(new PriceHandler());
        server.start();
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        for (int people : new int[] {2, 0}) {
            System.out.println(ask(port, "/price?item=lamp&cents=1999&people=" + people));
        }
        server.stop();
    }

    private static int ask(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-Customer", "ann")
                .build();
        HttpClient client = HttpClient.newHttpClient();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    /** Answers in a thread of the server's pool. */
    static final class PriceHandler extends Handler.Abstract {
        private final Map<String, Integer> asked = new TreeMap<>();

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            CompletableFuture.supplyAsync(
                            () -> price(request), request.getComponents().getExecutor())
                    .whenComplete((text, failure) -> {
                        if (failure == null) {
                            Content.Sink.write(response, true, text, callback);
                        } else {
                            callback.failed(failure);
                        }
                    });
            return true;
        }

        private String price(Request request) {
            Fields query = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
            String item = query.getValue("item");
            String customer = request.getHeaders().get("X-Customer");
            asked.merge(item, 1, Integer::sum);
            return customer + " pays " + share(query, item);
        }

        private long share(Fields query, String item) {
            long cents = Long.parseLong(query.getValue("cents"));
            int people = Integer.parseInt(query.getValue("people"));
            return item.length() + cents / people;
        }
    }
}
