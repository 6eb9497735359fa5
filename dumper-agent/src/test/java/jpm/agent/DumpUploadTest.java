package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jpm.agent.remote.DebuggerApi;
import jpm.snapshot.PrivacyRules;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent asks of a service that may have its dump already. */
class DumpUploadTest {
    private static final String ID = "20261121T104903Z-4242-9f3a1c";
    private static final String ACTIVE = "{\"breakpoint\":{\"id\":\"b-7\"}}";
    private static final String FINAL = "{\"breakpoint\":{\"id\":\"b-7\",\"isFinalState\":true}}";

    @TempDir
    Path folder;

    private final List<String> methods = Collections.synchronizedList(new ArrayList<>());
    private String set = ACTIVE;
    private int updateCode = 200;
    private String kept = ACTIVE;
    private HttpServer server;
    private Path dump;

    @BeforeEach
    void start() throws IOException {
        dump = Files.createDirectory(folder.resolve(ID));
        Files.writeString(dump.resolve("dump.json"), "{\"id\":\"" + ID + "\",\"main\":\"com.acme.Shop\"}");
        Files.writeString(
                dump.resolve("snapshot.json"),
                "{\"id\":\"" + ID + "\",\"stackFrames\":[{\"function\":\"com.acme.Shop.pay\","
                        + "\"location\":{\"path\":\"com/acme/Shop.java\",\"line\":27}}],\"variableTable\":[]}");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        methods.add(exchange.getRequestMethod() + " " + path.substring(path.lastIndexOf('/') + 1));
        boolean isUpdate = exchange.getRequestMethod().equals("PUT");
        String body = path.endsWith("/register")
                ? "{\"debuggee\":{\"id\":\"d-1\"}}"
                : path.endsWith("/set") ? set : isUpdate ? "{\"error\":{\"message\":\"no\"}}" : kept;
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(isUpdate ? updateCode : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String send() throws IOException {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        String link = new DumpUpload(new DebuggerApi(url, null, 10_000, 10_000), PrivacyRules.STANDARD).send(dump);
        assertThat(link).startsWith(url);
        return link.substring(url.length());
    }

    @Test
    void aNewDumpIsSetAndDelivered() throws IOException {
        assertThat(send()).isEqualTo("/#/d-1/b-7");
        assertThat(methods).containsExactly("POST register", "POST set", "PUT b-7");
    }

    @Test
    void aDumpThatIsThereIsNotDeliveredAgain() throws IOException {
        set = FINAL;

        assertThat(send()).isEqualTo("/#/d-1/b-7");
        assertThat(methods).containsExactly("POST register", "POST set");
    }

    @Test
    void aDumpThatSomebodyElseDeliversMeanwhileIsSent() throws IOException {
        updateCode = 400;
        kept = FINAL;

        assertThat(send()).isEqualTo("/#/d-1/b-7");
        assertThat(methods).containsExactly("POST register", "POST set", "PUT b-7", "GET b-7");
    }

    @Test
    void aDumpThatIsRefusedIsNot() {
        updateCode = 400;

        assertThatThrownBy(this::send)
                .isInstanceOf(DumpUpload.RefusedException.class)
                .hasMessage("it answers 400: no");
    }
}
